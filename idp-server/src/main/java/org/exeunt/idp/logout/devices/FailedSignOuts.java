package org.exeunt.idp.logout.devices;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.exeunt.idp.session.SessionCookie;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * {@code POST /api/auth/logout} when we are broken: this browser forgets its cookie, and the answer is 503, because a sign-out
 * that did not happen must not be reported as one. Whoever asks may be broken already when the session is read, so this stands
 * in front of everything that touches the database.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
class FailedSignOuts extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(FailedSignOuts.class);

    private static final String PROBLEM = """
            {"type":"/problems/not-signed-out","title":"Not signed out","status":503,"detail":"This browser has \
            forgotten the sign-in, but we could not end it on the server. Try again."}""";

    private final SessionCookie cookie;

    FailedSignOuts(SessionCookie cookie) {
        this.cookie = cookie;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().equals("/api/auth/logout");
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
            log.error("a sign-out failed", failure);
            response.resetBuffer();
            cookie.expire(request, response);
            response.setHeader("Cache-Control", "no-store");
            response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream().write(PROBLEM.getBytes(StandardCharsets.UTF_8));
        }
    }
}
