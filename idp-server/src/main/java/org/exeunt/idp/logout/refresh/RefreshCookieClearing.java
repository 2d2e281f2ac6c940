package org.exeunt.idp.logout.refresh;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.exeunt.idp.web.CookieClearing;
import org.springframework.stereotype.Component;

/** The refresh token is forgotten. The sign-out handle stays, so that asking again ends what is left. */
@Component
class RefreshCookieClearing implements CookieClearing {

    private final RefreshCookies cookies;

    RefreshCookieClearing(RefreshCookies cookies) {
        this.cookies = cookies;
    }

    @Override
    public String path() {
        return "/auth/logout";
    }

    @Override
    public void forget(HttpServletRequest request, HttpServletResponse response) {
        cookies.expireRefreshToken(response);
    }
}
