package org.exeunt.idp.logout.refresh;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.exeunt.idp.issuer.Issuer;
import org.exeunt.idp.secret.Secret;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/**
 * The two cookies of an application that keeps its refresh token here. Scripts read neither, and pages of other sites send
 * neither, unless scripts of other sites are allowed for the whole server ({@code exeunt.session.same-site}).
 *
 * <ul>
 *   <li>{@code refresh_token}, sent to {@code /auth/refresh} and nowhere else;
 *   <li>{@code exeunt-app}, the sign-out handle, sent everywhere. Another host of our domain cannot plant one on https, and
 *       {@code /auth/refresh} wants both to name the same authorization: so it cannot plant a refresh token either.
 * </ul>
 */
@Component
class RefreshCookies {

    static final String PATH = "/auth/refresh";

    private static final String REFRESH_TOKEN = "refresh_token";

    private final boolean secure;
    private final String sameSite;
    private final String handleName;

    RefreshCookies(Issuer issuer, @Value("${exeunt.session.same-site:lax}") String sessionSameSite) {
        this.secure = issuer.isHttps();
        this.sameSite = sessionSameSite.equalsIgnoreCase("none") ? "None" : "Strict";
        this.handleName = secure ? "__Host-exeunt-app" : "exeunt-app";
    }

    /** Empty if there is none, and if there are several: another user planted one of them. */
    Optional<String> refreshToken(HttpServletRequest request) {
        return only(values(request, REFRESH_TOKEN));
    }

    Optional<Secret> handle(HttpServletRequest request) {
        return only(values(request, handleName)).flatMap(Secret::parse);
    }

    void writeRefreshToken(HttpServletResponse response, String value, Duration life) {
        write(response, REFRESH_TOKEN, value, PATH, life);
    }

    void writeHandle(HttpServletResponse response, Secret handle, Duration life) {
        write(response, handleName, handle.value(), "/", life);
    }

    void expire(HttpServletResponse response) {
        expireRefreshToken(response);
        write(response, handleName, "", "/", Duration.ZERO);
    }

    /** Deletes the refresh token's cookie if the request carried one; a browser may have one that it withheld. */
    void expirePresentedRefreshToken(HttpServletRequest request, HttpServletResponse response) {
        if (!values(request, REFRESH_TOKEN).isEmpty()) {
            expireRefreshToken(response);
        }
    }

    void expireRefreshToken(HttpServletResponse response) {
        write(response, REFRESH_TOKEN, "", PATH, Duration.ZERO);
    }

    private void write(HttpServletResponse response, String name, String value, String path, Duration life) {
        var cookie = ResponseCookie.from(name, value)
                .path(path)
                .httpOnly(true)
                .secure(secure)
                .sameSite(sameSite)
                .maxAge(life)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    private static Optional<String> only(List<String> values) {
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    private static List<String> values(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? List.of()
                : Stream.of(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .filter(value -> !value.isEmpty())
                        .distinct()
                        .toList();
    }
}
