package org.exeunt.idp.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.exeunt.idp.session.CarriedSessions;
import org.exeunt.idp.session.SsoAuthentication;
import org.exeunt.idp.session.SsoSession;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/**
 * Says who makes a request that nobody is seen by: a logout, or a script that asks. The cookie leads to a sid, and whether that
 * session still lives is read from its row on every request, so that an ended session is over at once, wherever its browser
 * session may linger. Browser sessions themselves are left alone, which saves reading and writing them.
 */
@Component
class SignedInPeople implements SecurityContextRepository {

    private final CarriedSessions sessions;

    SignedInPeople(CarriedSessions sessions) {
        this.sessions = sessions;
    }

    /** @deprecated as the framework says; {@code loadDeferredContext} calls it */
    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return context(sessions.of(holder.getRequest()));
    }

    static SecurityContext context(Optional<SsoSession> live) {
        return live.<SecurityContext>map(session -> new SecurityContextImpl(new SsoAuthentication(session)))
                .orElseGet(
                        () -> SecurityContextHolder.getContextHolderStrategy().createEmptyContext());
    }

    /** Nothing to save: {@link SignIn} starts the session, and its row says the rest. */
    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return sessions.of(request).isPresent();
    }
}
