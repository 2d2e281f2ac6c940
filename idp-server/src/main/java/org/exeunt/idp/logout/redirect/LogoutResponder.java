package org.exeunt.idp.logout.redirect;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exeunt.idp.account.Account;
import org.exeunt.idp.account.Accounts;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.ReceiptPolicy;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.logout.Destination;
import org.exeunt.idp.logout.LogoutOutcome;
import org.exeunt.idp.logout.LogoutOutcome.Confirmation;
import org.exeunt.idp.logout.LogoutProblem;
import org.exeunt.idp.logout.receipt.AppState;
import org.exeunt.idp.logout.receipt.AppStatus;
import org.exeunt.idp.logout.receipt.AppStatuses;
import org.exeunt.idp.logout.receipt.LogoutFrames;
import org.exeunt.idp.logout.receipt.ReceiptCookie;
import org.exeunt.idp.logout.receipt.ReceiptPages;
import org.exeunt.idp.logout.receipt.Receipts;
import org.exeunt.idp.notification.NotificationDispatcher;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.session.SessionCookie;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessions;
import org.exeunt.idp.web.Problems;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Turns an outcome into a page or a redirect to the target. */
@Component
class LogoutResponder {

    private static final Logger log = LoggerFactory.getLogger(LogoutResponder.class);

    private final Accounts accounts;
    private final RelyingParties relyingParties;
    private final SsoSessions sessions;
    private final SessionCookie cookie;
    private final NotificationDispatcher dispatcher;
    private final AppStatuses appStatuses;
    private final LogoutFrames logoutFrames;
    private final ReceiptPages receiptPages;
    private final Receipts receipts;
    private final ReceiptCookie receiptCookie;

    LogoutResponder(
            Accounts accounts,
            RelyingParties relyingParties,
            SsoSessions sessions,
            SessionCookie cookie,
            NotificationDispatcher dispatcher,
            AppStatuses appStatuses,
            LogoutFrames logoutFrames,
            ReceiptPages receiptPages,
            Receipts receipts,
            ReceiptCookie receiptCookie) {
        this.accounts = accounts;
        this.relyingParties = relyingParties;
        this.sessions = sessions;
        this.cookie = cookie;
        this.dispatcher = dispatcher;
        this.appStatuses = appStatuses;
        this.logoutFrames = logoutFrames;
        this.receiptPages = receiptPages;
        this.receipts = receipts;
        this.receiptCookie = receiptCookie;
    }

    /**
     * @param wishedTarget the requested target, for the integrator's log
     * @param meantAccount the account that the application names by {@code logout_hint}; the page says so if another
     *     user is signed in
     */
    ModelAndView show(
            LogoutOutcome.RedirectLogout outcome,
            Optional<String> wishedTarget,
            Optional<String> meantAccount,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (outcome) {
            case LogoutOutcome.Refused refused
            when refused.problem() == LogoutProblem.NO_BROWSER ->
                new ModelAndView(new ProblemView(problem(LogoutProblem.NO_BROWSER)));
            case LogoutOutcome.Refused refused -> refused(refused);
            case LogoutOutcome.Asked asked -> question(asked.question(), meantAccount, HttpStatus.OK);
            case LogoutOutcome.NothingEnded nothing
            when isSignedIn(request) ->
                // The answer to a confirmation about another session: the current one stays.
                onwards(nothing.destination()).orElseGet(() -> stayed(nothing.client(), nothing.destination()));
            case LogoutOutcome.NothingEnded nothing -> {
                cookie.expire(request, response);
                warnOfDroppedTarget(nothing.client(), nothing.destination(), wishedTarget);
                yield onwards(nothing.destination())
                        .orElseGet(() -> receiptPages.nothingEnded(nothing.client(), nothing.destination()));
            }
            case LogoutOutcome.LivesElsewhere elsewhere -> {
                cookie.expire(request, response);
                warnOfDroppedTarget(elsewhere.client(), elsewhere.destination(), wishedTarget);
                yield onwards(elsewhere.destination())
                        .orElseGet(() -> receiptPages.livesElsewhere(elsewhere.client(), elsewhere.destination()));
            }
            case LogoutOutcome.Ended ended -> {
                forget(request, response);
                warnOfDroppedTarget(ended.client(), ended.destination(), wishedTarget);
                yield signedOut(ended, request, response);
            }
            case LogoutOutcome.StayedSignedIn stayed -> stayed(stayed.client(), stayed.destination());
        };
    }

    private static ProblemDetail problem(LogoutProblem problem) {
        return Problems.of(
                HttpStatus.BAD_REQUEST,
                problem.key(),
                "Nothing ended",
                "The session that the id_token_hint names goes on: here only the cookie of a browser ends a session, and this"
                        + " request came from a program. Programs end a session by POST /login/refresh/invalidate with an access"
                        + " token of it, or by DELETE /api/admin/subjects/{subject}/sessions.");
    }

    /** Looks the session up again: it may have ended since the request began. */
    private boolean isSignedIn(HttpServletRequest request) {
        return RequestContextReader.of(request)
                .session()
                .map(SsoSession::sid)
                .flatMap(sessions::findLive)
                .isPresent();
    }

    private static Optional<ModelAndView> onwards(Destination destination) {
        return switch (destination) {
            case Destination.Proven proven -> Optional.of(new ModelAndView(new SeeOtherView(proven.uri())));
            case Destination.Dropped _, Destination.OurPage _ -> Optional.empty();
        };
    }

    /**
     * {@code "storage"} only. {@code "cookies"} would affect every application on the same registrable domain, {@code
     * "cache"} makes Chromium search its whole cache before it proceeds, and answers of this server are not cached
     * anyway.
     */
    private void forget(HttpServletRequest request, HttpServletResponse response) {
        cookie.expire(request, response);
        if (request.isSecure()) {
            response.setHeader("Clear-Site-Data", "\"storage\"");
        }
    }

    private ModelAndView refused(LogoutOutcome.Refused refused) {
        return refused.question()
                .map(question -> question(question, Optional.empty(), HttpStatus.BAD_REQUEST))
                .orElseGet(() -> new ModelAndView(
                        "logout-refused", Map.of("problem", refused.problem().key()), HttpStatus.BAD_REQUEST));
    }

    private ModelAndView question(Confirmation question, Optional<String> meantAccount, HttpStatus status) {
        Map<String, Object> model = context(question.client());
        Optional<Account> account = accounts.find(question.subject());
        model.put("account", account.map(Account::displayName).orElse(""));
        model.put(
                "meantForAnother",
                meantAccount
                        .filter(hint ->
                                account.filter(person -> isCalled(person, hint)).isEmpty())
                        .isPresent());
        model.put("apps", apps(question));
        model.put("confirmation", question.confirmation());
        question.because().ifPresent(problem -> model.put("problem", problem.key()));
        return new ModelAndView("logout-confirmation", model, status);
    }

    private static boolean isCalled(Account person, String hint) {
        return hint.equalsIgnoreCase(person.username())
                || hint.equalsIgnoreCase(person.email())
                || hint.equals(person.subject().value());
    }

    /** Executes the decision of {@link AfterLogout}. */
    private ModelAndView signedOut(
            LogoutOutcome.Ended ended, HttpServletRequest request, HttpServletResponse response) {
        ReceiptPolicy policy = ended.client().map(RelyingParty::receipt).orElse(ReceiptPolicy.ON_PROBLEM);
        Map<ClientId, RelyingParty> registered = relyingParties.find(ended.participants());
        List<URI> frames = logoutFrames.of(ended.sid(), registered.values());
        if (AfterLogout.awaitsFirstAttempts(policy, ended.destination())) {
            dispatcher.awaitFirstAttempts(ended.sid());
        }
        var apps = new AppsOfSession(ended, registered);
        return switch (AfterLogout.decide(policy, ended.destination(), apps, !frames.isEmpty())) {
            case AfterLogout.SendOn(Destination.Proven target) -> new ModelAndView(new SeeOtherView(target.uri()));
            case AfterLogout.SendOnAfterFrames _ ->
                receiptPages.settled(apps.rows(), frames, true, ended.client(), ended.destination(), response);
            case AfterLogout.SettledPage _ ->
                receiptPages.settled(apps.rows(), frames, false, ended.client(), ended.destination(), response);
            case AfterLogout.LiveReceipt _ -> {
                Secret receipt = receipts.write(
                        ended.sid(),
                        List.of(),
                        ended.client(),
                        ended.destination(),
                        receiptCookie.give(request, response));
                yield new ModelAndView(new SeeOtherView("/logout/receipt/" + receipt.value()));
            }
        };
    }

    /** Reads the rows once, when the decision or a page needs them. */
    private final class AppsOfSession implements AfterLogout.Apps {

        private final LogoutOutcome.Ended ended;
        private final Map<ClientId, RelyingParty> registered;
        private @Nullable List<AppStatus> rows;

        AppsOfSession(LogoutOutcome.Ended ended, Map<ClientId, RelyingParty> registered) {
            this.ended = ended;
            this.registered = registered;
        }

        List<AppStatus> rows() {
            List<AppStatus> known = rows;
            if (known == null) {
                known = appStatuses.of(ended.sid(), ended.participants(), registered);
                rows = known;
            }
            return known;
        }

        @Override
        public boolean areAllConfirmed() {
            return ended.owed() == 0 || appStatuses.areAllConfirmed(ended.sid());
        }

        /** By an acknowledgement of the app, or by the user, who may end the access that the app keeps. */
        @Override
        public boolean mayChange() {
            return rows().stream().anyMatch(row -> row.state() == AppState.PENDING || row.keepsAccess());
        }
    }

    private ModelAndView stayed(Optional<RelyingParty> client, Destination destination) {
        Map<String, Object> model = context(client);
        model.put(
                "account",
                RequestContextReader.subject()
                        .flatMap(accounts::find)
                        .map(Account::displayName)
                        .orElse(""));
        if (destination instanceof Destination.Proven proven) {
            model.put("continueUrl", proven.uri());
        }
        return new ModelAndView("stayed", model);
    }

    private static Map<String, Object> context(Optional<RelyingParty> client) {
        Map<String, Object> model = new HashMap<>();
        client.ifPresent(relyingParty -> model.put("relyingParty", relyingParty));
        return model;
    }

    private List<AppInQuestion> apps(Confirmation question) {
        Map<ClientId, String> names = relyingParties.names(question.participants());
        return question.participants().stream()
                .map(id -> new AppInQuestion(
                        names.getOrDefault(id, id.value()), question.offline().contains(id)))
                .toList();
    }

    /**
     * An app on the confirmation page.
     *
     * @param keepsAccess whether the app keeps its offline access after the logout
     */
    record AppInQuestion(String name, boolean keepsAccess) {}

    private static void warnOfDroppedTarget(
            Optional<RelyingParty> client, Destination destination, Optional<String> wishedTarget) {
        if (destination instanceof Destination.Dropped && wishedTarget.isPresent()) {
            log.warn(
                    "logout target of client {} is not registered and was not used: '{}'; registered and nearly the same:"
                            + " {}",
                    client.map(RelyingParty::clientId).map(ClientId::value).orElse("(none)"),
                    withoutQuery(wishedTarget.get()),
                    client.map(relyingParty -> relyingParty.nearMisses(wishedTarget.get()))
                            .orElse(List.of()));
        }
    }

    /** Queries may contain anything, and do not belong in a log. */
    private static String withoutQuery(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query) + "?…";
    }
}
