package org.exeunt.idp.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.exeunt.idp.session.BrowserSessions;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoAuthentication;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessions;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/**
 * Says who makes a request. The browser session holds nothing but a sid; whether that session still lives is read from its
 * row on every request, so that an ended session is over at once, wherever its browser session may linger.
 */
@Component
class SignedInPeople implements SecurityContextRepository {

    private final SsoSessions sessions;

    SignedInPeople(SsoSessions sessions) {
        this.sessions = sessions;
    }

    Optional<SsoSession> session(HttpServletRequest request) {
        HttpSession browserSession = request.getSession(false);
        return Optional.ofNullable(browserSession)
                .map(found -> found.getAttribute(BrowserSessions.SID_ATTRIBUTE))
                .map(sid -> new Sid((String) sid))
                .flatMap(sessions::findLive);
    }

    /** @deprecated as the framework says; {@code loadDeferredContext} calls it */
    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return context(session(holder.getRequest()));
    }

    static SecurityContext context(Optional<SsoSession> live) {
        return live.<SecurityContext>map(session -> new SecurityContextImpl(
                        new SsoAuthentication(session.sid(), session.subject(), session.authenticatedAt())))
                .orElseGet(
                        () -> SecurityContextHolder.getContextHolderStrategy().createEmptyContext());
    }

    /** Nothing to save: {@link SignIn} starts the session, and its row says the rest. */
    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return session(request).isPresent();
    }
}
