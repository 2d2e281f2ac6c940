package org.exeunt.idp.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.List;
import org.exeunt.idp.browser.FetchMetadata;
import org.exeunt.idp.secret.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.session.SessionIdGenerator;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.CookieSerializer.CookieValue;
import org.springframework.session.web.http.HttpSessionIdResolver;

/**
 * Keeps browser-session ids out of the database (invariant 8): the cookie carries a random secret, and the session id
 * that Spring Session stores is its SHA-256. An attacker who reads the table cannot make a cookie from it.
 *
 * <p>Spring Session generates an id first and writes the cookie later, in the same request and on the same thread;
 * the secret is remembered on that thread in between.
 */
final class BrowserSessionIds implements SessionIdGenerator, HttpSessionIdResolver {

    /** A browser sends one; each further one would cost a query. */
    private static final int COOKIES_AT_MOST = 4;

    private static final ThreadLocal<@Nullable Secret> LAST_ISSUED = new ThreadLocal<>();

    private final CookieSerializer cookie;
    private final SecureRandom random;

    BrowserSessionIds(CookieSerializer cookie, SecureRandom random) {
        this.cookie = cookie;
        this.random = random;
    }

    @Override
    public String generate() {
        Secret secret = Secret.random(random);
        LAST_ISSUED.set(secret);
        return secret.hash();
    }

    @Override
    public List<String> resolveSessionIds(HttpServletRequest request) {
        return presented(cookie, request);
    }

    /** The ids of the browser sessions that a request's cookies may open, in the order of the cookies. */
    static List<String> presented(CookieSerializer cookie, HttpServletRequest request) {
        return cookie.readCookieValues(request).stream()
                .distinct()
                .limit(COOKIES_AT_MOST)
                .map(value -> new Secret(value).hash())
                .toList();
    }

    /**
     * Whether the answer to this request may change the cookies of the session: only if the request carried the session's cookie, or
     * if it is a top-level navigation, which carries the cookie whenever the browser has one. On any other request the browser may
     * withhold a cookie (SameSite, blocked third-party cookies), and the answer would replace or delete what it did not see.
     */
    static boolean mayChange(CookieSerializer cookie, HttpServletRequest request) {
        return FetchMetadata.mayBeTopLevelNavigation(request)
                || !cookie.readCookieValues(request).isEmpty();
    }

    @Override
    public void setSessionId(HttpServletRequest request, HttpServletResponse response, String sessionId) {
        Secret issued = LAST_ISSUED.get();
        if (issued != null && issued.hash().equals(sessionId) && mayChange(cookie, request)) {
            cookie.writeCookieValue(new CookieValue(request, response, issued.value()));
        }
        // Otherwise this request loaded the session, which was deleted meanwhile: the browser already has its cookie,
        // which opens nothing any more.
    }

    @Override
    public void expireSession(HttpServletRequest request, HttpServletResponse response) {
        if (mayChange(cookie, request)) {
            cookie.writeCookieValue(new CookieValue(request, response, ""));
        }
    }
}
