package org.exeunt.idp.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.exeunt.idp.session.CookieSessionResolver;
import org.exeunt.idp.session.SsoAuthentication;
import org.exeunt.idp.session.SsoSession;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/**
 * Loads the current user without storing activity: for a logout, or a script that polls. The cookie leads to a sid,
 * and the row of that session is read on every request, so that an ended session is anonymous at once, even if its
 * browser session still exists. Browser sessions are neither read nor written.
 */
@Component
class ReadOnlyUserContextRepository implements SecurityContextRepository {

    private final CookieSessionResolver sessions;

    ReadOnlyUserContextRepository(CookieSessionResolver sessions) {
        this.sessions = sessions;
    }

    /** @deprecated by the framework, whose {@code loadDeferredContext} calls it */
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

    /** Nothing to save: {@link SignInSuccessHandler} starts the session, whose row is the source. */
    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return sessions.of(request).isPresent();
    }
}
