package org.exeunt.idp.logout.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import org.exeunt.idp.logout.LogoutOutcome;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/2/logout}: an application returns its access token. The token and the refresh token of its
 * authorization are revoked; no session ends.
 */
@RestController
class PlatformApiController {

    private static final String BEARER = "bearer ";

    private final LogoutService logoutService;

    PlatformApiController(LogoutService logoutService) {
        this.logoutService = logoutService;
    }

    @RequestMapping(
            path = "/api/2/logout",
            method = {RequestMethod.GET, RequestMethod.POST})
    ResponseEntity<?> logout(HttpServletRequest request) {
        if ("HEAD".equals(request.getMethod())) {
            return ResponseEntity.status(HttpStatus.METHOD_NOT_ALLOWED).build();
        }
        List<String> tokens = presentedTokens(request);
        if (tokens.size() > 1) {
            return error(HttpStatus.BAD_REQUEST, "invalid_request", "Send one access token, in one place.");
        }
        if (tokens.isEmpty() || tokens.getFirst().isBlank()) {
            return error(
                    HttpStatus.UNAUTHORIZED,
                    "invalid_token",
                    "Send the access token as a Bearer header or as the parameter oauth_token.");
        }
        return answer(logoutService.logout(new LogoutRequest.BearerLogout(tokens.getFirst())));
    }

    private static ResponseEntity<?> answer(LogoutOutcome.TokenLogout outcome) {
        return switch (outcome) {
            case LogoutOutcome.Revoked _ ->
                ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body("\"OK\"");
            case LogoutOutcome.Refused _ ->
                error(
                        HttpStatus.UNAUTHORIZED,
                        "invalid_token",
                        "The access token is unknown, expired or revoked. If you were signing out, you are done.");
        };
    }

    private static List<String> presentedTokens(HttpServletRequest request) {
        List<String> tokens = new ArrayList<>();
        Enumeration<String> headers = request.getHeaders(HttpHeaders.AUTHORIZATION);
        while (headers.hasMoreElements()) {
            String header = headers.nextElement();
            if (header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
                tokens.add(header.substring(BEARER.length()).strip());
            }
        }
        String[] parameters = request.getParameterValues("oauth_token");
        if (parameters != null) {
            tokens.addAll(List.of(parameters));
        }
        return tokens;
    }

    private static ResponseEntity<PlatformError> error(HttpStatus status, String error, String description) {
        var answer = ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
        if (status == HttpStatus.UNAUTHORIZED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"" + error + "\"");
        }
        return answer.body(new PlatformError(error, status.value(), "OAuthException", description));
    }
}
