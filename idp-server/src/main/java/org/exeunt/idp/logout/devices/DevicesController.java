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
import org.exeunt.idp.logout.devices.OwnApps.OwnApp;
import org.exeunt.idp.logout.receipt.ReceiptCookie;
import org.exeunt.idp.logout.receipt.Receipts;
import org.exeunt.idp.notification.NotificationDispatcher;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.session.CurrentUser;
import org.exeunt.idp.session.SessionCookie;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoAuthentication;
import org.exeunt.idp.theme.LocalTimeFormat;
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

    private final UserSessions userSessions;
    private final OwnApps ownApps;
    private final LogoutService logoutService;
    private final Accounts accounts;
    private final SessionCookie cookie;
    private final NotificationDispatcher dispatcher;
    private final Receipts receipts;
    private final ReceiptCookie receiptCookie;
    private final InstantSource clock;
    private final LocalTimeFormat times;

    DevicesController(
            UserSessions userSessions,
            OwnApps ownApps,
            LogoutService logoutService,
            Accounts accounts,
            SessionCookie cookie,
            NotificationDispatcher dispatcher,
            Receipts receipts,
            ReceiptCookie receiptCookie,
            InstantSource clock,
            LocalTimeFormat times) {
        this.userSessions = userSessions;
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
        List<DeviceView> devices = userSessions.of(person.subject(), person.sid()).stream()
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
        List<OwnApp> apps = ownApps.of(person.subject(), person.sid());
        model.addAttribute("apps", views(apps, language));
        model.addAttribute("allowedApps", views(ownApps.allowedWithoutAccess(person.subject(), apps), language));
        if (DONE.contains(done)) {
            model.addAttribute("done", done);
        }
        return "devices";
    }

    private List<AppView> views(List<OwnApp> apps, Locale language) {
        return apps.stream().map(app -> AppView.of(app, times, language)).toList();
    }

    @PostMapping("/devices/sign-out")
    ModelAndView signOut(
            @RequestParam(defaultValue = "") String session, HttpServletRequest request, HttpServletResponse response) {
        Sid chosen = Sid.parse(session).orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
        return switch (logoutService.logout(new LogoutRequest.SignOutOne(CurrentUser.sid(), chosen))) {
            case LogoutOutcome.Ended ended -> onwards(Set.of(ended.sid()), "one", request, response);
            case LogoutOutcome.NothingEnded _ -> seeOther("/devices?done=one");
            case LogoutOutcome.Refused refused -> refused(refused);
        };
    }

    @PostMapping("/devices/sign-out-others")
    ModelAndView signOutOthers(HttpServletRequest request, HttpServletResponse response) {
        return endSeveral(new LogoutRequest.SignOutOthers(CurrentUser.sid()), request, response);
    }

    @PostMapping("/devices/sign-out-everywhere")
    ModelAndView signOutEverywhere(HttpServletRequest request, HttpServletResponse response) {
        return endSeveral(new LogoutRequest.SignOutEverywhere(CurrentUser.sid()), request, response);
    }

    @PostMapping("/devices/sign-out-of-app")
    ModelAndView signOutOfApp(@RequestParam(defaultValue = "") String app) {
        // The client need not be registered any more: a deleted one may have left tokens behind.
        if (app.isBlank() || app.length() > CLIENT_ID_LENGTH) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        return switch (logoutService.logout(new LogoutRequest.SignOutOfApp(CurrentUser.sid(), new ClientId(app)))) {
            case LogoutOutcome.AccessEnded _ -> seeOther("/devices?done=app");
            case LogoutOutcome.Refused refused -> refused(refused);
        };
    }

    private ModelAndView endSeveral(
            LogoutRequest<LogoutOutcome.SessionsLogout> logoutRequest,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (logoutService.logout(logoutRequest)) {
            case LogoutOutcome.EndedSeveral several -> onwards(several.sids(), "others", request, response);
            case LogoutOutcome.Refused refused -> refused(refused);
        };
    }

    private static ModelAndView refused(LogoutOutcome.Refused refused) {
        if (refused.problem() == LogoutProblem.NOT_SIGNED_IN) {
            // The session ended during this request; the redirect leads to the sign-in page.
            return seeOther("/devices");
        }
        throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    /**
     * To the receipt if this browser or several sessions were signed out, else back to the list, which shows the
     * ended session.
     */
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
