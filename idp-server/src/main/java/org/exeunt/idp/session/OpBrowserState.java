package org.exeunt.idp.session;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.exeunt.idp.secret.Secret;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * The OP browser state: a cookie by which the check-session iframe sees that the session changed (OpenID Connect
 * Session Management 1.0, section 3.2). Each session has another value; without a session there is none. Scripts can
 * read it, so it is a hash of the sid that grants nothing.
 */
@Component
public class OpBrowserState {

    private final SessionProperties properties;

    OpBrowserState(SessionProperties properties) {
        this.properties = properties;
    }

    /** The value for a session; the empty string without one. */
    public String of(Optional<Sid> sid) {
        return sid.map(live -> new Secret("browser state of " + live.value()).hash())
                .orElse("");
    }

    /**
     * Sets the cookie to the value for this session, or deletes it without one; writes nothing if the browser has
     * that value already.
     */
    public void write(Optional<Sid> sid, HttpServletRequest request, HttpServletResponse response) {
        String value = of(sid);
        if (!value.equals(read(request))) {
            ResponseCookie.ResponseCookieBuilder cookie = ResponseCookie.from(name(), value)
                    .path("/")
                    .secure(properties.isSecure())
                    .sameSite(properties.isSecure() ? "None" : "Lax");
            if (value.isEmpty()) {
                cookie.maxAge(Duration.ZERO);
            }
            response.addHeader(HttpHeaders.SET_COOKIE, cookie.build().toString());
        }
    }

    /** The value that the request carried; the empty string without one. */
    public String read(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, name());
        return cookie == null ? "" : cookie.getValue();
    }

    /** The script in the iframe knows both names. */
    private String name() {
        return properties.isSecure() ? "__Host-exeunt-browser-state" : "exeunt-browser-state";
    }
}
