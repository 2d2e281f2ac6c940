package org.exeunt.idp.logout.devices;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.exeunt.idp.session.SessionCookie;
import org.exeunt.idp.web.CookieClearing;
import org.springframework.stereotype.Component;

/** Expires the session cookie. */
@Component
class SessionCookieClearing implements CookieClearing {

    private final SessionCookie cookie;

    SessionCookieClearing(SessionCookie cookie) {
        this.cookie = cookie;
    }

    @Override
    public String path() {
        return "/api/auth/logout";
    }

    @Override
    public void forget(HttpServletRequest request, HttpServletResponse response) {
        cookie.expire(request, response);
    }
}
