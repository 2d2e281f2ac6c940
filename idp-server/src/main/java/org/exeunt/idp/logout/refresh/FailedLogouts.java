package org.exeunt.idp.logout.refresh;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * {@code POST /auth/logout} when we are broken: this browser forgets the refresh token, and the answer is 503, because a logout
 * that did not happen must not be reported as one. The sign-out handle stays, so that asking again ends what is left.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
class FailedLogouts extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(FailedLogouts.class);

    private static final String PROBLEM = """
            {"type":"/problems/not-signed-out","title":"Not signed out","status":503,"detail":"This browser has \
            forgotten the sign-in, but we could not end it on the server. Try again."}""";

    private final RefreshCookies cookies;

    FailedLogouts(RefreshCookies cookies) {
        this.cookies = cookies;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().equals("/auth/logout");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException | ServletException failure) {
            // What cannot be read is no failure of ours: it is refused as everywhere.
            if (response.isCommitted()
                    || failure instanceof InvalidParameterException
                    || failure.getCause() instanceof InvalidParameterException) {
                throw failure;
            }
            log.error("a logout failed", failure);
            response.resetBuffer();
            cookies.expireRefreshToken(response);
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.setHeader(HttpHeaders.RETRY_AFTER, "5");
            response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream().write(PROBLEM.getBytes(StandardCharsets.UTF_8));
        }
    }
}
