package org.exeunt.idp.logout.devices;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.exeunt.idp.logout.failed.Forgetting;
import org.exeunt.idp.session.SessionCookie;
import org.springframework.stereotype.Component;

/** The cookie of the session is forgotten. */
@Component
class SessionForgetting implements Forgetting {

    private final SessionCookie cookie;

    SessionForgetting(SessionCookie cookie) {
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
