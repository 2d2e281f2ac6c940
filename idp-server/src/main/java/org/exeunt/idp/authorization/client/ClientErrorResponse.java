package org.exeunt.idp.authorization.client;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.http.converter.OAuth2ErrorHttpMessageConverter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Answers the errors of the endpoints at which clients authenticate (RFC 6749, section 5.2): 401 and the challenge {@code Basic} for
 * {@code invalid_client}, also if the request has no client authentication, and 400 for all others. Spring's defaults have no challenge,
 * an empty body or the challenge {@code Bearer} without client authentication, and at some endpoints 400 for {@code invalid_client}.
 */
public final class ClientErrorResponse implements AuthenticationFailureHandler, AuthenticationEntryPoint {

    /** The endpoints at which clients authenticate. */
    public static final RequestMatcher ENDPOINTS = new OrRequestMatcher(
            pathPattern("/oauth2/token"),
            pathPattern("/oauth2/revoke"),
            pathPattern("/oauth2/introspect"),
            pathPattern("/oauth2/device_authorization"));

    /** Value of the header {@code WWW-Authenticate} that every 401 must have (RFC 9110, section 11.6.1). */
    public static final String CHALLENGE = "Basic realm=\"oauth2\"";

    private final HttpMessageConverter<OAuth2Error> json = new OAuth2ErrorHttpMessageConverter();

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        SecurityContextHolder.clearContext();
        OAuth2Error error = failure instanceof OAuth2AuthenticationException refused
                ? refused.getError()
                : new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT);
        boolean unauthenticated = error.getErrorCode().equals(OAuth2ErrorCodes.INVALID_CLIENT);
        var answer = new ServletServerHttpResponse(response);
        answer.setStatusCode(unauthenticated ? HttpStatus.UNAUTHORIZED : HttpStatus.BAD_REQUEST);
        if (unauthenticated) {
            answer.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
            error = new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        json.write(error, null, answer);
    }

    /** A request that presents no client. */
    @Override
    public void commence(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException unauthenticated)
            throws IOException {
        onAuthenticationFailure(request, response, new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT));
    }
}
