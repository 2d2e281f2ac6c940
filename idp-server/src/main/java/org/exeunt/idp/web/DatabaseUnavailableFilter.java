package org.exeunt.idp.web;

import static java.util.stream.Collectors.toMap;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Answers 503 with {@code Retry-After} when the database cannot be reached, or let go of what was asked: asking again is right
 * then, and after a 503 a client must assume that its token still exists (RFC 7009, 2.2.1). Whatever had been prepared as an
 * answer is thrown away, but for its cookies, and for who may read it: a browser session that was stored under a new id before
 * something else broke would be lost without the first, and a script would not see what went wrong without the second. Once the
 * database is away for so long that nobody knows any more which pages may ask, no script is told.
 *
 * <p>It stands before the filters of Spring Session and Spring Security, which need the database themselves. An authorization
 * request gets a page as well and not the redirect with {@code temporarily_unavailable} of RFC 6749, 4.1.2.1: whether its
 * redirect URI is registered is in the database.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class DatabaseUnavailableFilter extends HttpFilter {

    private static final Logger log = LoggerFactory.getLogger(DatabaseUnavailableFilter.class);

    private static final String SECONDS = "5";

    private static final List<String> KEPT = List.of(
            HttpHeaders.SET_COOKIE,
            HttpHeaders.VARY,
            HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN,
            HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS);

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | IOException | RuntimeException failure) {
            Throwable cause = unavailability(failure);
            if (cause == null || response.isCommitted()) {
                throw failure;
            }
            log.warn("the database is away: {}", cause.toString());
            Map<String, List<String>> kept =
                    KEPT.stream().collect(toMap(name -> name, name -> List.copyOf(response.getHeaders(name))));
            response.reset();
            kept.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
            SecurityHeadersValve.write(request, response);
            response.setHeader(HttpHeaders.RETRY_AFTER, SECONDS);
            answer(request, response);
        }
    }

    private static void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (OAuthErrors.areExpectedBy(request)) {
            OAuthErrors.write(
                    response,
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    "temporarily_unavailable",
                    "We cannot reach our database. Assume that nothing was done, and ask again.");
        } else {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    /** The first cause that a later attempt may not meet. What is wrong with a statement is wrong the next time, too. */
    private static @Nullable Throwable unavailability(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NonTransientDataAccessResourceException
                    || cause instanceof TransientDataAccessException
                    || cause instanceof RecoverableDataAccessException
                    || cause instanceof CannotCreateTransactionException
                    || cause instanceof TransactionSystemException) {
                return cause;
            }
        }
        return null;
    }
}
