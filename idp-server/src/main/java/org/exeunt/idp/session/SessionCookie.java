package org.exeunt.idp.session;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.CookieSerializer.CookieValue;
import org.springframework.stereotype.Component;

/** The cookie that carries a browser session, and the one that tells whether we would see it. */
@Component
public class SessionCookie {

    private final CookieSerializer cookie;
    private final BrowserState browserState;
    private final String knownBrowser;
    private final String sameSite;

    SessionCookie(CookieSerializer cookie, BrowserState browserState, SessionProperties properties) {
        this.cookie = cookie;
        this.browserState = browserState;
        this.knownBrowser = properties.cookieName() + "-browser";
        this.sameSite = properties.session().sameSite().attribute();
    }

    /** Tells the browser to forget the cookie, whatever its value, and what scripts in frames see of the session. */
    public void expire(HttpServletRequest request, HttpServletResponse response) {
        cookie.writeCookieValue(new CookieValue(request, response, ""));
        browserState.write(Optional.empty(), request, response);
    }

    /** Name of the cookie that a browser gets at its first sign-in and keeps, whoever signs out. */
    public String knownBrowser() {
        return knownBrowser;
    }

    /** The SameSite attribute of both: one that is sent where the other stays behind would tell nothing about it. */
    public String sameSite() {
        return sameSite;
    }

    /**
     * Whether the browser sent the cookie that it keeps when a session ends. Then it would have sent that of a session too; if
     * not, there may be a session that we are not shown. It is set when a person signs in on our own page and never else: a
     * cookie that an answer to a script sets would prove nothing in browsers that keep a jar of cookies for each site.
     */
    public boolean isKnownBrowser(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies != null
                && Stream.of(cookies).anyMatch(shown -> shown.getName().equals(knownBrowser));
    }
}
