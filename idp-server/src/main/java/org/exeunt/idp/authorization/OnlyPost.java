package org.exeunt.idp.authorization;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What programs post to and nobody opens, called in another way. The framework's endpoints do not feel concerned by it, so that
 * it would look like a page that somebody must sign in for.
 */
class OnlyPost implements RequestMatcher {

    private static final Set<String> PATHS =
            Set.of("/oauth2/token", "/oauth2/revoke", "/oauth2/introspect", "/oauth2/device_authorization");

    @Override
    public boolean matches(HttpServletRequest request) {
        return PATHS.contains(request.getRequestURI()) && !"POST".equals(request.getMethod());
    }

    /** Answers 405. */
    static class Refusal extends OncePerRequestFilter {

        private final OnlyPost onlyPost = new OnlyPost();

        @Override
        protected boolean shouldNotFilter(HttpServletRequest request) {
            return !onlyPost.matches(request);
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            response.setHeader(HttpHeaders.ALLOW, "POST");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }
}
