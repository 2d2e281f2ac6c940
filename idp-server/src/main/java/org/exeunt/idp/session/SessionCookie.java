package org.exeunt.idp.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.CookieSerializer.CookieValue;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * The cookie that carries a browser session, and the known-browser cookie, which tells whether this browser sends us
 * cookies.
 */
@Component
public class SessionCookie {

    private final CookieSerializer cookie;
    private final OpBrowserState opBrowserState;
    private final String knownBrowser;
    private final String sameSite;

    SessionCookie(CookieSerializer cookie, OpBrowserState opBrowserState, SessionProperties properties) {
        this.cookie = cookie;
        this.opBrowserState = opBrowserState;
        this.knownBrowser = properties.cookieName() + "-browser";
        this.sameSite = properties.session().sameSite().attribute();
    }

    /**
     * Deletes the session cookie in the browser, whatever its value, and the OP browser state. Does nothing for a request that did not
     * carry the session cookie, unless it is a top-level navigation: the browser may have a cookie that it withheld.
     */
    public void expire(HttpServletRequest request, HttpServletResponse response) {
        if (BrowserSessionIds.mayChange(cookie, request)) {
            cookie.writeCookieValue(new CookieValue(request, response, ""));
            opBrowserState.write(Optional.empty(), request, response);
        }
    }

    /** Whether the request carried a session cookie, valid or not. */
    public boolean isPresented(HttpServletRequest request) {
        return !cookie.readCookieValues(request).isEmpty();
    }

    /** Name of the cookie that a browser gets at its first sign-in and keeps at a logout. */
    public String knownBrowser() {
        return knownBrowser;
    }

    /**
     * The SameSite attribute of both cookies: they must be sent in the same requests, or one would tell nothing about
     * the other.
     */
    public String sameSite() {
        return sameSite;
    }

    /**
     * Whether the browser sent the known-browser cookie. If so, it would have sent a session cookie too; if not,
     * there may be a session whose cookie the browser withholds. It is only set when a user signs in on a page of
     * this server: a cookie set by the answer to a script would prove nothing in browsers that partition cookies by
     * site.
     */
    public boolean isKnownBrowser(HttpServletRequest request) {
        return WebUtils.getCookie(request, knownBrowser) != null;
    }
}
