package org.exeunt.idp.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.springframework.http.HttpHeaders;

/**
 * Gives every request a {@link LimitedBody}. A servlet filter could not: Tomcat parses forms below the request that filters can wrap.
 *
 * <p>What an answer left unread is read and discarded after the answer was sent, within the same limits. Tomcat would do so by itself,
 * but would let a client that sends byte by byte occupy a thread for as long as it likes.
 */
final class RequestBodyValve extends ValveBase {

    private final Duration timeout;

    /** @param timeout how long a body may take from the end of the header to its own end */
    RequestBodyValve(Duration timeout) {
        super(true);
        this.timeout = timeout;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var coyoteRequest = request.getCoyoteRequest();
        boolean hasBody = coyoteRequest.getContentLengthLong() > 0
                || coyoteRequest.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        if (!hasBody) {
            getNext().invoke(request, response);
            return;
        }
        InputBuffer connection = coyoteRequest.getInputBuffer();
        var body = new LimitedBody(
                connection,
                coyoteRequest.getContentLengthLong(),
                request.getConnector().getMaxPostSize(),
                timeout);
        coyoteRequest.setInputBuffer(body);
        try {
            getNext().invoke(request, response);
            if (!request.isAsync() && !isRead(coyoteRequest)) {
                response.finishResponse();
                if (!body.discard()) {
                    coyoteRequest.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
                }
            }
        } finally {
            // Tomcat keeps the request object for the next request of the connection.
            coyoteRequest.setInputBuffer(connection);
        }
    }

    private static boolean isRead(org.apache.coyote.Request request) {
        var read = new AtomicBoolean();
        request.action(ActionCode.REQUEST_BODY_FULLY_READ, read);
        return read.get();
    }
}
