package org.exeunt.idp.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.exeunt.idp.session.BrowserSessions;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessions;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/**
 * Loads the current user and stores their activity, which extends the idle timeout: for what users do themselves,
 * such as opening a page or signing in to an app. Scripts that poll the session use {@link ReadOnlyUserContextRepository}, or an
 * open page would never time out.
 */
@Component
class ActiveUserContextRepository implements SecurityContextRepository {

    private final SsoSessions sessions;

    ActiveUserContextRepository(SsoSessions sessions) {
        this.sessions = sessions;
    }

    Optional<SsoSession> session(HttpServletRequest request) {
        HttpSession browserSession = request.getSession(false);
        return Optional.ofNullable(browserSession)
                .map(found -> found.getAttribute(BrowserSessions.SID_ATTRIBUTE))
                .map(sid -> new Sid((String) sid))
                .flatMap(sessions::findLive);
    }

    /** @deprecated by the framework, whose {@code loadDeferredContext} calls it */
    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        var session = session(holder.getRequest());
        session.ifPresent(sessions::seen);
        return ReadOnlyUserContextRepository.context(session);
    }

    /** Nothing to save: {@link SignInSuccessHandler} starts the session, whose row is the source. */
    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return session(request).isPresent();
    }
}
