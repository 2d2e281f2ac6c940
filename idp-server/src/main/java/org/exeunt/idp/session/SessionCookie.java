package org.exeunt.idp.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.CookieSerializer.CookieValue;
import org.springframework.stereotype.Component;

/** The cookie that carries a browser session. */
@Component
public class SessionCookie {

    private final CookieSerializer cookie;

    SessionCookie(CookieSerializer cookie) {
        this.cookie = cookie;
    }

    /** Tells the browser to forget the cookie, whatever its value. */
    public void expire(HttpServletRequest request, HttpServletResponse response) {
        cookie.writeCookieValue(new CookieValue(request, response, ""));
    }
}
