package org.exeunt.idp.logout.api;

import java.util.Locale;
import org.exeunt.idp.logout.LogoutOutcome;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /login/refresh/invalidate}: an application signs its user out by their access token. The session under
 * which the token was issued ends, and the token and its refresh token in any case.
 */
@RestController
class InvalidationController {

    private static final String BEARER = "bearer ";

    private final LogoutService logoutService;

    InvalidationController(LogoutService logoutService) {
        this.logoutService = logoutService;
    }

    @PostMapping("/login/refresh/invalidate")
    ResponseEntity<?> invalidate(@RequestHeader(defaultValue = "") String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return invalidToken();
        }
        String token = authorization.substring(BEARER.length()).strip();
        return switch (logoutService.logout(new LogoutRequest.SessionInvalidation(token))) {
            case LogoutOutcome.Ended _, LogoutOutcome.Revoked _ -> ResponseEntity.ok(new Invalidated(true));
            case LogoutOutcome.NothingEnded _ -> {
                // The session ended concurrently. Its offline authorizations, which this request includes, are still
                // live.
                logoutService.logout(new LogoutRequest.BearerLogout(token));
                yield ResponseEntity.ok(new Invalidated(true));
            }
            case LogoutOutcome.Refused _ -> invalidToken();
        };
    }

    private static ResponseEntity<PlatformError> invalidToken() {
        return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
                .contentType(MediaType.APPLICATION_JSON)
                .body(new PlatformError(
                        "invalid_token",
                        HttpStatus.UNAUTHORIZED.value(),
                        "OAuthException",
                        "The access token is unknown, expired or revoked. If you were signing out, you are done."));
    }

    /** The answer. */
    record Invalidated(boolean success) {}
}
