package org.exeunt.idp.authorization.client;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Answers requests without client authentication with 401, {@code invalid_client} and the challenge {@code Basic} (RFC 6749, section
 * 5.2). Spring's default would be an empty body and the challenge {@code Bearer}.
 */
public final class ClientAuthenticationEntryPoint implements AuthenticationEntryPoint {

    /** The endpoints at which clients authenticate. */
    public static final RequestMatcher ENDPOINTS = new OrRequestMatcher(
            pathPattern("/oauth2/token"),
            pathPattern("/oauth2/revoke"),
            pathPattern("/oauth2/introspect"),
            pathPattern("/oauth2/device_authorization"));

    @Override
    public void commence(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException unauthenticated)
            throws IOException {
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic");
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        String body = "{\"error\":\"" + OAuth2ErrorCodes.INVALID_CLIENT + "\"}";
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
}
