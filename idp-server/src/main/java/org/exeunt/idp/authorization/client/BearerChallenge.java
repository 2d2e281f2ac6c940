package org.exeunt.idp.authorization.client;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.security.web.AuthenticationEntryPoint;

/**
 * The challenge to a request without an accepted access token (RFC 6750, section 3). Spring's also names the protected resource metadata
 * (RFC 9728), a document that this server does not have: the authorization server's own metadata says everything about its endpoints.
 */
public final class BearerChallenge implements AuthenticationEntryPoint {

    @Override
    public void commence(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException unauthenticated) {
        HttpStatus status = HttpStatus.UNAUTHORIZED;
        String challenge = "Bearer";
        if (unauthenticated instanceof OAuth2AuthenticationException refused) {
            challenge += " error=\"" + refused.getError().getErrorCode() + "\"";
            if (refused.getError() instanceof BearerTokenError error) {
                status = error.getHttpStatus();
            }
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
        response.setStatus(status.value());
    }
}
