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
import java.util.Optional;
import org.exeunt.idp.database.DatabaseAvailability;
import org.springframework.http.HttpHeaders;

/**
 * Answers 503 with {@code Retry-After} when the database cannot be reached, aborted a statement, or did not acknowledge a commit: then the
 * result is unknown. The client may repeat the request, and must assume that its token still exists (RFC 7009, section 2.2.1). The answer
 * prepared so far is discarded, except for its cookies and its CORS headers: without the cookies, a browser session that was stored under
 * a new id before the failure would be lost; without the CORS headers, a script could not read the error. If the registered origins cannot
 * be read either, there are no CORS headers.
 *
 * <p>An authorization request gets a page, and not the redirect with {@code temporarily_unavailable} of RFC 6749, section 4.1.2.1: its
 * redirect URI could not be compared with the registered ones.
 */
class DatabaseUnavailableFilter extends HttpFilter {

    private static final String SECONDS = "5";

    private static final List<String> KEPT = List.of(
            HttpHeaders.SET_COOKIE,
            HttpHeaders.VARY,
            HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN,
            HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS);

    private final DatabaseAvailability availability;

    DatabaseUnavailableFilter(DatabaseAvailability availability) {
        this.availability = availability;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | IOException | RuntimeException failure) {
            Optional<Throwable> cause = DatabaseAvailability.unavailability(failure);
            if (cause.isEmpty() || response.isCommitted()) {
                throw failure;
            }
            availability.failed(cause.get());
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
                    "We cannot reach our database, and do not know whether this was done. Asking again does no harm.");
        } else {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }
}
