package org.exeunt.idp.session;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.stereotype.Component;

/** Finds the SSO session that a request's cookie leads to, past Spring Session. */
@Component
public class CarriedSessions {

    private final CookieSerializer cookie;
    private final SsoSessions sessions;

    CarriedSessions(CookieSerializer cookie, SsoSessions sessions) {
        this.cookie = cookie;
        this.sessions = sessions;
    }

    /**
     * The live session of the browser that sent this request, by one statement and without writing anything: loading the
     * browser session would take a transaction, and another one to write down that it was used. Of several cookies the
     * first that opens a browser session counts, as it does there.
     */
    public Optional<SsoSession> of(HttpServletRequest request) {
        return BrowserSessionIds.presented(cookie, request).stream()
                .map(sessions::carriedBy)
                .flatMap(Optional::stream)
                .findFirst()
                .flatMap(Function.identity());
    }
}
