package org.exeunt.idp.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ResponseStatusException;

/**
 * Answers a body that exceeds the limits of {@link LimitedBody}: 413 if it is too long, before anything reads it if
 * {@code Content-Length} says so, and 408 if it does not arrive in time. The OAuth endpoints answer in the format of RFC 6749, section
 * 5.2; everything else answers users with a page and programs with a problem document.
 **/
class RequestBodyFilter extends HttpFilter {

    private final DataSize maximum;

    RequestBodyFilter(DataSize maximum) {
        this.maximum = maximum;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse original, FilterChain chain)
            throws ServletException, IOException {
        HttpServletResponse response = OAuthErrors.areExpectedBy(request) ? new OAuthResponse(original) : original;
        if (LimitedBody.isTooLong(request.getContentLengthLong(), maximum.toBytes())) {
            response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (ServletException | IOException | RuntimeException failure) {
            HttpStatusCode status = statusOfRefusedBody(failure);
            if (status == null || response.isCommitted()) {
                throw failure;
            }
            response.reset();
            SecurityHeadersValve.write(request, response);
            response.sendError(status.value());
        }
    }

    /** What a controller's reading throws does not get here: Spring MVC answers it by {@code sendError} with the same status. */
    private static @Nullable HttpStatusCode statusOfRefusedBody(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ResponseStatusException refusal) {
                return refusal.getStatusCode();
            }
        }
        return null;
    }

    /** Says what is wrong with a body in the format that OAuth clients expect. */
    private final class OAuthResponse extends HttpServletResponseWrapper {

        OAuthResponse(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void sendError(int status) throws IOException {
            switch (status) {
                case SC_REQUEST_ENTITY_TOO_LARGE ->
                    refuse(status, "The body is longer than " + maximum.toBytes() + " bytes.");
                case SC_REQUEST_TIMEOUT -> refuse(status, "The body did not arrive in time.");
                default -> super.sendError(status);
            }
        }

        @Override
        public void sendError(int status, String reason) throws IOException {
            if (status == SC_REQUEST_ENTITY_TOO_LARGE || status == SC_REQUEST_TIMEOUT) {
                sendError(status);
            } else {
                super.sendError(status, reason);
            }
        }

        private void refuse(int status, String description) throws IOException {
            OAuthErrors.write(this, status, "invalid_request", description);
        }
    }
}
