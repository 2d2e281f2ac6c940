package org.exeunt.idp.signin;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.exeunt.idp.account.SignInAccount;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.session.BrowserSessions;
import org.exeunt.idp.session.SignedInAsAnother;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessions;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;

/**
 * Starts an SSO session once a password was right. By now the framework has changed the id of the browser session.
 *
 * <p>The same person proving again who they are keeps their sid; another person in the same browser gets a new one, and the
 * former session ends as by a logout.
 */
@Component
class SignIn extends SavedRequestAwareAuthenticationSuccessHandler {

    /** Where the framework keeps the request that a sign-in interrupted. */
    private static final String SAVED_REQUEST = "SPRING_SECURITY_SAVED_REQUEST";

    private static final Pattern LEADING_SLASHES = Pattern.compile("^[/\\\\]+");

    private final SsoSessions sessions;
    private final SignedInPeople signedInPeople;
    private final ApplicationEventPublisher events;

    SignIn(SsoSessions sessions, SignedInPeople signedInPeople, ApplicationEventPublisher events) {
        this.sessions = sessions;
        this.signedInPeople = signedInPeople;
        this.events = events;
        setDefaultTargetUrl("/");
        setRedirectStrategy((_, response, url) -> response.sendRedirect(withoutOrigin(url)));
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException, ServletException {
        if (!(authentication.getPrincipal() instanceof SignInAccount account)) {
            throw new IllegalStateException("people sign in with an account");
        }
        SsoSession session = begin(account.subject(), signedInPeople.session(request), request);
        request.getSession()
                .setAttribute(BrowserSessions.SID_ATTRIBUTE, session.sid().value());
        makeCsrfToken(request);
        super.onAuthenticationSuccess(request, response, authentication);
    }

    /** Now, and not when a page wants it: two pages that open at once would each make their own, and one be of no use. */
    private static void makeCsrfToken(HttpServletRequest request) {
        if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
            token.getToken();
        }
    }

    /** The interrupted request is kept with the address that its Host header claimed; it leads back here whatever that was. */
    private static String withoutOrigin(String url) {
        int path = url.startsWith("/") ? 0 : url.indexOf('/', url.indexOf("://") + 3);
        return path < 0 ? "/" : LEADING_SLASHES.matcher(url.substring(path)).replaceFirst("/");
    }

    private SsoSession begin(Subject subject, Optional<SsoSession> previous, HttpServletRequest request) {
        Optional<SsoSession> again =
                previous.filter(session -> session.subject().equals(subject)).flatMap(sessions::authenticateAgain);
        if (again.isPresent()) {
            return again.get();
        }
        previous.ifPresent(session -> {
            events.publishEvent(new SignedInAsAnother(session.sid()));
            replaceBrowserSession(request);
        });
        return sessions.begin(subject);
    }

    /** The former person's browser session ended with their SSO session; only where this sign-in leads is kept of it. */
    private static void replaceBrowserSession(HttpServletRequest request) {
        HttpSession former = request.getSession();
        Object savedRequest = former.getAttribute(SAVED_REQUEST);
        former.invalidate();
        if (savedRequest != null) {
            request.getSession().setAttribute(SAVED_REQUEST, savedRequest);
        }
    }
}
