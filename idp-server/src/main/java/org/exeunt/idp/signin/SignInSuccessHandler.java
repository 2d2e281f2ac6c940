package org.exeunt.idp.signin;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.exeunt.idp.account.Accounts;
import org.exeunt.idp.account.SignInAccount;
import org.exeunt.idp.browser.SubmittedForm;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.session.BrowserSessions;
import org.exeunt.idp.session.Device;
import org.exeunt.idp.session.OpBrowserState;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessions;
import org.exeunt.idp.session.UserSwitched;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Starts an SSO session after a successful password check. Spring Security has changed the id of the browser session
 * by then.
 *
 * <p>The same user keeps the sid; another user in the same browser gets a new session, and the former one ends as by
 * a logout, in the same transaction. If the sign-in is not admitted nothing ends.
 */
@Component
class SignInSuccessHandler implements AuthenticationSuccessHandler {

    private final Accounts accounts;
    private final SsoSessions sessions;
    private final ActiveUserContextRepository activeUserContextRepository;
    private final AuthenticationFailureHandler signInFailed;
    private final KnownBrowsers knownBrowsers;
    private final KnownBrowserCookie knownBrowserCookie;
    private final DeviceResolver devices;
    private final RelyingParties relyingParties;
    private final OpBrowserState opBrowserState;
    private final SignInOutcomes outcomes;
    private final ApplicationEventPublisher events;
    private final TransactionOperations transaction;

    SignInSuccessHandler(
            Accounts accounts,
            SsoSessions sessions,
            ActiveUserContextRepository activeUserContextRepository,
            AuthenticationFailureHandler signInFailed,
            KnownBrowsers knownBrowsers,
            KnownBrowserCookie knownBrowserCookie,
            DeviceResolver devices,
            RelyingParties relyingParties,
            OpBrowserState opBrowserState,
            SignInOutcomes outcomes,
            ApplicationEventPublisher events,
            TransactionOperations transaction) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.activeUserContextRepository = activeUserContextRepository;
        this.signInFailed = signInFailed;
        this.knownBrowsers = knownBrowsers;
        this.knownBrowserCookie = knownBrowserCookie;
        this.devices = devices;
        this.relyingParties = relyingParties;
        this.opBrowserState = opBrowserState;
        this.outcomes = outcomes;
        this.events = events;
        this.transaction = transaction;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException, ServletException {
        if (!(authentication.getPrincipal() instanceof SignInAccount account)) {
            throw new IllegalStateException("people sign in with an account");
        }
        Optional<Secret> shown = knownBrowserCookie.read(request);
        boolean newDevice = shown.filter(browser -> knownBrowsers.isKnown(browser, account.getUsername()))
                .isEmpty();
        Secret browser = knownBrowsers.remember(shown, account.getUsername());
        Optional<SsoSession> session = begin(
                account,
                activeUserContextRepository.session(request),
                request,
                devices.of(request, browser, newDevice));
        if (session.isEmpty()) {
            outcomes.changedMeanwhile(account.subject());
            signInFailed.onAuthenticationFailure(
                    request, response, new BadCredentialsException("the account changed meanwhile"));
            return;
        }
        outcomes.signedIn(account.subject(), session.get().sid());
        request.getSession()
                .setAttribute(BrowserSessions.SID_ATTRIBUTE, session.get().sid().value());
        if (relyingParties.anyWithSessionManagement()) {
            opBrowserState.write(session.map(SsoSession::sid), request, response);
        }
        knownBrowserCookie.write(response, browser);
        response.sendRedirect(ReturnAddress.submitted(request).orElse("/"));
    }

    private Optional<SsoSession> begin(
            SignInAccount account, Optional<SsoSession> previous, HttpServletRequest request, Device device) {
        // The second press of the button comes without the cookie of the session that the first one has begun: it must
        // find that session, which
        // would otherwise live on without a browser.
        Optional<String> form = SubmittedForm.of(request);
        Optional<SsoSession> again = previous.filter(
                        session -> session.subject().equals(account.subject()))
                .flatMap(session -> ifAdmitted(account, () -> sessions.authenticateAgain(session, form)));
        if (again.isPresent()) {
            return again;
        }
        Optional<SsoSession> begun = ifAdmitted(account, () -> {
            previous.ifPresent(session -> events.publishEvent(new UserSwitched(session.sid())));
            return sessions.begunByForm(account.subject(), form)
                    .flatMap(session -> sessions.authenticateAgain(session, form))
                    .or(() -> Optional.of(sessions.begin(account.subject(), device, form)));
        });
        if (previous.isPresent() && begun.isPresent()) {
            request.getSession().invalidate();
        }
        return begun;
    }

    /**
     * Calls {@code beginning} in a transaction that holds the account. Empty if the password check no longer counts, for example because
     * the account was disabled meanwhile.
     */
    private Optional<SsoSession> ifAdmitted(SignInAccount account, Supplier<Optional<SsoSession>> beginning) {
        return Objects.requireNonNull(
                transaction.execute(_ -> accounts.admits(account) ? beginning.get() : Optional.<SsoSession>empty()));
    }
}
