package org.exeunt.idp.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.exeunt.idp.account.Accounts;
import org.exeunt.idp.account.SignInAccount;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.session.BrowserSessions;
import org.exeunt.idp.session.Device;
import org.exeunt.idp.session.OpBrowserState;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessions;
import org.exeunt.idp.session.UserSwitched;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Starts an SSO session after a successful password check. Spring Security has changed the id of the browser session
 * by then.
 *
 * <p>The same user keeps the sid; another user in the same browser gets a new session, and the former one ends as by
 * a logout.
 */
@Component
class SignInSuccessHandler implements AuthenticationSuccessHandler {

    private final Accounts accounts;
    private final SsoSessions sessions;
    private final ActiveUserContextRepository activeUserContextRepository;
    private final SavedRequests savedRequests;
    private final KnownBrowsers knownBrowsers;
    private final KnownBrowserCookie knownBrowserCookie;
    private final DeviceResolver devices;
    private final RelyingParties relyingParties;
    private final OpBrowserState opBrowserState;
    private final ApplicationEventPublisher events;
    private final TransactionOperations transaction;

    SignInSuccessHandler(
            Accounts accounts,
            SsoSessions sessions,
            ActiveUserContextRepository activeUserContextRepository,
            SavedRequests savedRequests,
            KnownBrowsers knownBrowsers,
            KnownBrowserCookie knownBrowserCookie,
            DeviceResolver devices,
            RelyingParties relyingParties,
            OpBrowserState opBrowserState,
            ApplicationEventPublisher events,
            TransactionOperations transaction) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.activeUserContextRepository = activeUserContextRepository;
        this.savedRequests = savedRequests;
        this.knownBrowsers = knownBrowsers;
        this.knownBrowserCookie = knownBrowserCookie;
        this.devices = devices;
        this.relyingParties = relyingParties;
        this.opBrowserState = opBrowserState;
        this.events = events;
        this.transaction = transaction;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        if (!(authentication.getPrincipal() instanceof SignInAccount account)) {
            throw new IllegalStateException("people sign in with an account");
        }
        Optional<String> interrupted = savedRequests.take(request);
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
            response.sendRedirect("/login?error");
            return;
        }
        request.getSession()
                .setAttribute(BrowserSessions.SID_ATTRIBUTE, session.get().sid().value());
        makeCsrfToken(request);
        if (relyingParties.anyWithSessionManagement()) {
            opBrowserState.write(session.map(SsoSession::sid), request, response);
        }
        knownBrowserCookie.write(response, browser);
        response.sendRedirect(interrupted.orElse("/"));
    }

    /**
     * Now, and not when a page needs it: two concurrent pages would each create one, and the first would become
     * invalid.
     */
    private static void makeCsrfToken(HttpServletRequest request) {
        if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
            token.getToken();
        }
    }

    private Optional<SsoSession> begin(
            SignInAccount account, Optional<SsoSession> previous, HttpServletRequest request, Device device) {
        Optional<SsoSession> again = previous.filter(
                        session -> session.subject().equals(account.subject()))
                .flatMap(session -> ifAdmitted(account, () -> sessions.authenticateAgain(session)));
        if (again.isPresent()) {
            return again;
        }
        previous.ifPresent(session -> {
            events.publishEvent(new UserSwitched(session.sid()));
            request.getSession().invalidate();
        });
        return ifAdmitted(account, () -> Optional.of(sessions.begin(account.subject(), device)));
    }

    /** Empty if the password check no longer counts, for example because the account was disabled meanwhile. */
    private Optional<SsoSession> ifAdmitted(SignInAccount account, Supplier<Optional<SsoSession>> beginning) {
        return Objects.requireNonNull(
                transaction.execute(_ -> accounts.admits(account) ? beginning.get() : Optional.<SsoSession>empty()));
    }
}
