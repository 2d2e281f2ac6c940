package org.exeunt.idp.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.CookieSerializer.CookieValue;
import org.springframework.stereotype.Component;

/** The cookie that carries a browser session. */
@Component
public class SessionCookie {

    private final CookieSerializer cookie;
    private final BrowserState browserState;

    SessionCookie(CookieSerializer cookie, BrowserState browserState) {
        this.cookie = cookie;
        this.browserState = browserState;
    }

    /** Tells the browser to forget the cookie, whatever its value, and what scripts in frames see of the session. */
    public void expire(HttpServletRequest request, HttpServletResponse response) {
        cookie.writeCookieValue(new CookieValue(request, response, ""));
        browserState.write(Optional.empty(), request, response);
    }
}
