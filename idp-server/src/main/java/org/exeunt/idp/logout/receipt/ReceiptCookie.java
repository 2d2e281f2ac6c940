package org.exeunt.idp.logout.receipt;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.Optional;
import org.exeunt.idp.issuer.Issuer;
import org.exeunt.idp.secret.Secret;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/** Binds receipts to the browser that signed out. Identifies no user. */
@Component
public class ReceiptCookie {

    private final boolean secure;
    private final SecureRandom random;

    ReceiptCookie(Issuer issuer, SecureRandom random) {
        this.secure = issuer.isHttps();
        this.random = random;
    }

    /** The value of this browser's cookie, or a new one that is set by this answer. */
    public Secret give(HttpServletRequest request, HttpServletResponse response) {
        Secret value = read(request).orElseGet(() -> Secret.random(random));
        ResponseCookie cookie = ResponseCookie.from(name(), value.value())
                .path("/")
                .httpOnly(true)
                .secure(secure)
                .sameSite("Lax")
                .maxAge(Receipts.LIFETIME)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
        return value;
    }

    /** Empty also for a value that is not of the form that this server issues, which a response could not repeat. */
    Optional<Secret> read(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, name()))
                .map(Cookie::getValue)
                .flatMap(Secret::parse);
    }

    private String name() {
        return secure ? "__Host-exeunt-receipt" : "exeunt-receipt";
    }
}
