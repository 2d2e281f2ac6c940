package org.exeunt.idp.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.exeunt.idp.account.SignInAccount;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.session.BrowserSessions;
import org.exeunt.idp.session.Device;
import org.exeunt.idp.session.SignedInAsAnother;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessions;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;

/**
 * Starts an SSO session once a password was right. By now the framework has changed the id of the browser session.
 *
 * <p>The same person proving again who they are keeps their sid; another person in the same browser gets a new one, and the
 * former session ends as by a logout.
 */
@Component
class SignIn implements AuthenticationSuccessHandler {

    private final SsoSessions sessions;
    private final SignedInPeople signedInPeople;
    private final InterruptedRequests interruptedRequests;
    private final KnownBrowsers knownBrowsers;
    private final KnownBrowserCookie knownBrowserCookie;
    private final Devices devices;
    private final ApplicationEventPublisher events;

    SignIn(
            SsoSessions sessions,
            SignedInPeople signedInPeople,
            InterruptedRequests interruptedRequests,
            KnownBrowsers knownBrowsers,
            KnownBrowserCookie knownBrowserCookie,
            Devices devices,
            ApplicationEventPublisher events) {
        this.sessions = sessions;
        this.signedInPeople = signedInPeople;
        this.interruptedRequests = interruptedRequests;
        this.knownBrowsers = knownBrowsers;
        this.knownBrowserCookie = knownBrowserCookie;
        this.devices = devices;
        this.events = events;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        if (!(authentication.getPrincipal() instanceof SignInAccount account)) {
            throw new IllegalStateException("people sign in with an account");
        }
        Optional<String> interrupted = interruptedRequests.take(request);
        Optional<Secret> shown = knownBrowserCookie.read(request);
        boolean newDevice = shown.filter(browser -> knownBrowsers.isKnown(browser, account.getUsername()))
                .isEmpty();
        Secret browser = knownBrowsers.remember(shown, account.getUsername());
        SsoSession session = begin(
                account.subject(), signedInPeople.session(request), request, devices.of(request, browser, newDevice));
        request.getSession()
                .setAttribute(BrowserSessions.SID_ATTRIBUTE, session.sid().value());
        makeCsrfToken(request);
        knownBrowserCookie.write(response, browser);
        response.sendRedirect(interrupted.orElse("/"));
    }

    /** Now, and not when a page wants it: two pages that open at once would each make their own, and one be of no use. */
    private static void makeCsrfToken(HttpServletRequest request) {
        if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
            token.getToken();
        }
    }

    private SsoSession begin(
            Subject subject, Optional<SsoSession> previous, HttpServletRequest request, Device device) {
        Optional<SsoSession> again =
                previous.filter(session -> session.subject().equals(subject)).flatMap(sessions::authenticateAgain);
        if (again.isPresent()) {
            return again.get();
        }
        previous.ifPresent(session -> {
            events.publishEvent(new SignedInAsAnother(session.sid()));
            request.getSession().invalidate();
        });
        return sessions.begin(subject, device);
    }
}
