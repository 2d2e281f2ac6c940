package org.exeunt.idp.session;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.exeunt.idp.secret.Secret;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/**
 * The cookie by which a script in a frame of ours sees that the session changed (OpenID Connect Session Management 1.0, section
 * 3.2): another value for every session, none without one. Scripts may read it and other sites' frames get it, so it is worth
 * nothing: a hash of the sid, which opens nothing and tells nothing.
 */
@Component
public class BrowserState {

    private final SessionProperties properties;

    BrowserState(SessionProperties properties) {
        this.properties = properties;
    }

    /** The value for a session; empty without one, as a browser sees it. */
    public String of(Optional<Sid> sid) {
        return sid.map(live -> new Secret("browser state of " + live.value()).hash())
                .orElse("");
    }

    /** Makes the browser have the value for this session, or none, unless it does already. */
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

    private String read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? ""
                : Stream.of(cookies)
                        .filter(cookie -> cookie.getName().equals(name()))
                        .map(Cookie::getValue)
                        .findFirst()
                        .orElse("");
    }

    /** The script in the frame knows both. */
    private String name() {
        return properties.isSecure() ? "__Host-exeunt-browser-state" : "exeunt-browser-state";
    }
}
