package org.exeunt.idp.signin;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.exeunt.idp.issuer.Issuer;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.session.SessionCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.authentication.AuthenticationDetailsSource;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/** The cookie by which a browser is recognised, and with it the source of an attempt to sign in. */
@Component
class KnownBrowserCookie implements AuthenticationDetailsSource<HttpServletRequest, AttemptSource> {

    private final boolean secure;
    private final String name;
    private final String sameSite;

    KnownBrowserCookie(Issuer issuer, SessionCookie session) {
        this.secure = issuer.isHttps();
        this.name = session.knownBrowser();
        this.sameSite = session.sameSite();
    }

    @Override
    public AttemptSource buildDetails(HttpServletRequest request) {
        return new AttemptSource(request.getRemoteAddr(), read(request));
    }

    Optional<Secret> read(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, name))
                .map(Cookie::getValue)
                .flatMap(Secret::parse);
    }

    void write(HttpServletResponse response, Secret browser) {
        var cookie = ResponseCookie.from(name, browser.value())
                .path("/")
                .httpOnly(true)
                .secure(secure)
                .sameSite(sameSite)
                .maxAge(KnownBrowsers.REMEMBERED)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
