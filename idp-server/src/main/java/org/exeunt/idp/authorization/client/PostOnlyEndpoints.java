package org.exeunt.idp.authorization.client;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;
import static org.springframework.security.web.util.matcher.RequestMatchers.anyOf;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.exeunt.idp.authorization.device.DeviceVerification;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * POST-only endpoints that are called with another method. Spring's endpoints do not match such a request, so the user would be
 * sent to sign in; device verification would even act on GET.
 */
public class PostOnlyEndpoints implements RequestMatcher {

    private static final RequestMatcher PATHS = anyOf(
            pathPattern("/oauth2/token"),
            pathPattern("/oauth2/revoke"),
            pathPattern("/oauth2/introspect"),
            pathPattern("/oauth2/device_authorization"),
            pathPattern(DeviceVerification.PATH));

    @Override
    public boolean matches(HttpServletRequest request) {
        return PATHS.matches(request) && !"POST".equals(request.getMethod());
    }

    /** Answers 405. */
    public static class Refusal extends OncePerRequestFilter {

        private final PostOnlyEndpoints postOnlyEndpoints = new PostOnlyEndpoints();

        @Override
        protected boolean shouldNotFilter(HttpServletRequest request) {
            return !postOnlyEndpoints.matches(request);
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            response.setHeader(HttpHeaders.ALLOW, "POST");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }
}
