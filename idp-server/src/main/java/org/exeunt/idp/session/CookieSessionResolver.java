package org.exeunt.idp.session;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.stereotype.Component;

/** Resolves the SSO session from a request's cookie without loading the browser session. */
@Component
public class CookieSessionResolver {

    private final CookieSerializer cookie;
    private final SsoSessions sessions;

    CookieSessionResolver(CookieSerializer cookie, SsoSessions sessions) {
        this.cookie = cookie;
        this.sessions = sessions;
    }

    /**
     * The live session of the browser that sent this request, by one statement that writes nothing: loading the
     * browser session would cost two transactions, one of them to store the time of its last access. Of several
     * cookies the first that identifies a browser session counts, as in Spring Session.
     */
    public Optional<SsoSession> of(HttpServletRequest request) {
        return BrowserSessionIds.presented(cookie, request).stream()
                .map(sessions::carriedBy)
                .flatMap(Optional::stream)
                .findFirst()
                .flatMap(BrowserSession::carried);
    }
}
