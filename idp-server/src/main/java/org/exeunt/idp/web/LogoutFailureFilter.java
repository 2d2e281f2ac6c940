package org.exeunt.idp.web;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.exeunt.idp.database.DatabaseAvailability;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.server.ResponseStatusException;

/**
 * Answers a logout by a script that failed: the browser forgets the sign-in, and the status is 503, because a logout that did not happen
 * must not be reported as one. Mapped to the paths of the {@link CookieClearing}s.
 */
class LogoutFailureFilter extends HttpFilter {

    private static final Logger log = LoggerFactory.getLogger(LogoutFailureFilter.class);

    private static final byte[] PROBLEM = Problems.json(
            Problems.of(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "not-signed-out",
                    "Not signed out",
                    "This browser has forgotten the sign-in, but we do not know whether it ended on the server. Trying again does no harm."));

    private final Map<CookieClearing, RequestMatcher> ways;
    private final DatabaseAvailability availability;

    LogoutFailureFilter(List<CookieClearing> ways, DatabaseAvailability availability) {
        this.availability = availability;
        this.ways = ways.stream().collect(toUnmodifiableMap(way -> way, way -> pathPattern(way.path())));
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<CookieClearing> asked = asked(request);
        if (asked.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException | ServletException failure) {
            // What cannot be read is no failure of ours: it is refused as everywhere.
            if (response.isCommitted()
                    || failure instanceof InvalidParameterException
                    || failure.getCause() instanceof InvalidParameterException
                    || failure instanceof ResponseStatusException) {
                throw failure;
            }
            DatabaseAvailability.unavailability(failure)
                    .ifPresentOrElse(availability::failed, () -> log.error("logout failed", failure));
            response.resetBuffer();
            asked.get().forget(request, response);
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.setHeader(HttpHeaders.RETRY_AFTER, "5");
            response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream().write(PROBLEM);
        }
    }

    private Optional<CookieClearing> asked(HttpServletRequest request) {
        return ways.entrySet().stream()
                .filter(way -> way.getValue().matches(request))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
