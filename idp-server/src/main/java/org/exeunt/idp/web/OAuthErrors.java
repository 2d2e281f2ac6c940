package org.exeunt.idp.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;
import static org.springframework.security.web.util.matcher.RequestMatchers.anyOf;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Errors that filters answer at the endpoints of OAuth 2.0, in the format of RFC 6749, section 5.2. */
final class OAuthErrors {

    private static final RequestMatcher ENDPOINTS = anyOf(
            pathPattern("/oauth/token"),
            pathPattern("/oauth2/token"),
            pathPattern("/oauth2/revoke"),
            pathPattern("/oauth2/introspect"),
            pathPattern("/oauth2/device_authorization"),
            pathPattern("/oauth2/par"),
            pathPattern("/oauth2/authorize-challenge"),
            pathPattern("/userinfo"),
            pathPattern("/api/2/logout"));

    private OAuthErrors() {}

    /** Whether the client expects that format, whatever its {@code Accept} header says. */
    static boolean areExpectedBy(HttpServletRequest request) {
        return ENDPOINTS.matches(request);
    }

    /**
     * Writes an error. {@code error_code} and {@code type} are for clients of {@code /api/2/logout}.
     *
     * @param description a sentence without characters that JSON escapes
     */
    static void write(HttpServletResponse response, int status, String error, String description) throws IOException {
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream()
                .write("""
                {"error":"%s","error_code":%d,"type":"OAuthException","error_description":"%s"}""".formatted(error, status, description).getBytes(UTF_8));
    }
}
