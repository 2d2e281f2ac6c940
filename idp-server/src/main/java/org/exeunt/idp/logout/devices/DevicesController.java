package org.exeunt.idp.logout.devices;

import static java.util.function.Predicate.not;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.account.Account;
import org.exeunt.idp.account.Accounts;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.logout.Destination;
import org.exeunt.idp.logout.LogoutOutcome;
import org.exeunt.idp.logout.LogoutProblem;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.logout.receipt.ReceiptCookie;
import org.exeunt.idp.logout.receipt.Receipts;
import org.exeunt.idp.notification.NotificationDispatcher;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.session.CurrentUser;
import org.exeunt.idp.session.SessionCookie;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoAuthentication;
import org.exeunt.idp.theme.ShownTime;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** The page "Your devices". Its forms carry the CSRF token of the browser session, like those of the sign-in page. */
@Controller
class DevicesController {

    private static final Set<String> DONE = Set.of("one", "others", "password", "app");

    private static final int CLIENT_ID_LENGTH = 100;

    private final OwnSessions ownSessions;
    private final OwnApps ownApps;
    private final LogoutService logoutService;
    private final Accounts accounts;
    private final SessionCookie cookie;
    private final NotificationDispatcher dispatcher;
    private final Receipts receipts;
    private final ReceiptCookie receiptCookie;
    private final InstantSource clock;
    private final ShownTime times;

    DevicesController(
            OwnSessions ownSessions,
            OwnApps ownApps,
            LogoutService logoutService,
            Accounts accounts,
            SessionCookie cookie,
            NotificationDispatcher dispatcher,
            Receipts receipts,
            ReceiptCookie receiptCookie,
            InstantSource clock,
            ShownTime times) {
        this.ownSessions = ownSessions;
        this.ownApps = ownApps;
        this.logoutService = logoutService;
        this.accounts = accounts;
        this.cookie = cookie;
        this.dispatcher = dispatcher;
        this.receipts = receipts;
        this.receiptCookie = receiptCookie;
        this.clock = clock;
        this.times = times;
    }

    @GetMapping("/devices")
    String show(@RequestParam(defaultValue = "") String done, Locale language, Model model) {
        SsoAuthentication person = CurrentUser.get().orElseThrow();
        Instant now = clock.instant();
        List<DeviceView> devices = ownSessions.of(person.subject(), person.sid()).stream()
                .map(session -> DeviceView.of(session, now, times, language))
                .toList();
        model.addAttribute(
                "account",
                accounts.find(person.subject()).map(Account::displayName).orElse(""));
        model.addAttribute(
                "live",
                devices.stream().filter(device -> device.endedAt() == null).toList());
        model.addAttribute(
                "ended",
                devices.stream().filter(device -> device.endedAt() != null).toList());
        model.addAttribute(
                "apps",
                ownApps.of(person.subject(), person.sid()).stream()
                        .map(app -> AppView.of(app, times, language))
                        .toList());
        if (DONE.contains(done)) {
            model.addAttribute("done", done);
        }
        return "devices";
    }

    @PostMapping("/devices/sign-out")
    ModelAndView signOut(
            @RequestParam(defaultValue = "") String session, HttpServletRequest request, HttpServletResponse response) {
        LogoutRequest logoutRequest = Sid.parse(session)
                .<LogoutRequest>map(chosen -> new LogoutRequest.SignOutOne(CurrentUser.sid(), chosen))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
        return answer(logoutRequest, "one", request, response);
    }

    @PostMapping("/devices/sign-out-others")
    ModelAndView signOutOthers(HttpServletRequest request, HttpServletResponse response) {
        return answer(new LogoutRequest.SignOutOthers(CurrentUser.sid()), "others", request, response);
    }

    @PostMapping("/devices/sign-out-everywhere")
    ModelAndView signOutEverywhere(HttpServletRequest request, HttpServletResponse response) {
        return answer(new LogoutRequest.SignOutEverywhere(CurrentUser.sid()), "others", request, response);
    }

    @PostMapping("/devices/sign-out-of-app")
    ModelAndView signOutOfApp(
            @RequestParam(defaultValue = "") String app, HttpServletRequest request, HttpServletResponse response) {
        // Not looked for among the registrations: one that is gone may have left tokens behind.
        if (app.isBlank() || app.length() > CLIENT_ID_LENGTH) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        return answer(
                new LogoutRequest.SignOutOfApp(CurrentUser.sid(), new ClientId(app)), "app", request, response);
    }

    private ModelAndView answer(
            LogoutRequest logoutRequest, String done, HttpServletRequest request, HttpServletResponse response) {
        return switch (logoutService.logout(logoutRequest)) {
            case LogoutOutcome.Ended ended -> onwards(Set.of(ended.sid()), done, request, response);
            case LogoutOutcome.EndedSeveral several -> onwards(several.sids(), done, request, response);
            case LogoutOutcome.AccessEnded _, LogoutOutcome.NothingEnded _ -> seeOther("/devices?done=" + done);
            case LogoutOutcome.Refused refused
            when refused.problem() == LogoutProblem.NOT_SIGNED_IN ->
                // It ended while this request was on its way; the next one leads to the sign-in page.
                seeOther("/devices");
            case LogoutOutcome.Refused _ -> throw new ResponseStatusException(HttpStatus.NOT_FOUND);
            case LogoutOutcome.Asked _,
                    LogoutOutcome.Stayed _,
                    LogoutOutcome.Revoked _,
                    LogoutOutcome.NothingRevoked _ ->
                throw new IllegalStateException("a person's own sessions end, or not");
        };
    }

    /** To the receipt, if this browser is signed out or several were; else back to the list, which shows what ended. */
    private ModelAndView onwards(
            Set<Sid> ended, String done, HttpServletRequest request, HttpServletResponse response) {
        Optional<Sid> here = CurrentUser.sid().filter(ended::contains);
        if (here.isEmpty() && (ended.isEmpty() || done.equals("one"))) {
            return seeOther("/devices?done=" + done);
        }
        dispatcher.awaitFirstAttempts(ended);
        Secret browser = receiptCookie.give(request, response);
        Secret receipt = here.map(own -> {
                    cookie.expire(request, response);
                    List<Sid> elsewhere =
                            ended.stream().filter(not(own::equals)).toList();
                    return receipts.write(own, elsewhere, Optional.empty(), new Destination.OurPage(), browser);
                })
                .orElseGet(() -> receipts.writeOfOthers(ended, browser));
        return seeOther("/logout/receipt/" + receipt.value());
    }

    private static ModelAndView seeOther(String path) {
        var redirect = new RedirectView(path);
        redirect.setStatusCode(HttpStatus.SEE_OTHER);
        return new ModelAndView(redirect);
    }
}
