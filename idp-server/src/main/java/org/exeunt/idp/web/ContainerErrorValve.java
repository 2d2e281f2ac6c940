package org.exeunt.idp.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;

/**
 * What Tomcat answers by itself, to requests that it cannot read: too many or too long headers, a damaged address. Its own page
 * gives a number and no advice.
 */
public final class ContainerErrorValve extends ErrorReportValve {

    private static final int REQUEST_HEADER_FIELDS_TOO_LARGE = 431;

    private static final String TOO_LONG =
            StringManager.getManager(Http11InputBuffer.class).getString("iib.requestheadertoolarge.error");

    private static final String UNREADABLE = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>We could not read this request</title></head>
            <body>
            <h1>We could not read this request</h1>
            <p>Nothing was done. The address is damaged, or your browser sent more than we read.</p>
            <p>Try again from the app that you came from. If that does not help, delete the cookies of this site in the settings \
            of your browser: there may be too many.</p>
            </body>
            </html>
            """;

    /** When our own page about an error failed as well. */
    private static final String BROKEN = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Something went wrong on our side</title></head>
            <body>
            <h1>Something went wrong on our side</h1>
            <p>It is not your fault. We do not know whether what you asked for was done. Try again in a minute.</p>
            </body>
            </html>
            """;

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        response.setStatus(status(request, response.getStatus(), failure));
        try {
            response.setContentType("text/html;charset=utf-8");
            response.getOutputStream().write((response.getStatus() < 500 ? UNREADABLE : BROKEN).getBytes(UTF_8));
            response.finishResponse();
        } catch (IOException | IllegalStateException gone) {
            container.getLogger().debug("nobody is there to hear of the error", gone);
        }
    }

    /** Tomcat says 400 to all that it cannot read, also where it was too much (RFC 9110, 15.5.15; RFC 6585, 5). */
    private static int status(Request request, int status, @Nullable Throwable failure) {
        if (status != HttpServletResponse.SC_BAD_REQUEST || failure == null) {
            return status;
        }
        boolean tooLong = TOO_LONG.equals(failure.getMessage());
        // The parser throws it for nothing else; what parameters are about is of a class of its own.
        boolean tooMany = failure.getClass() == IllegalStateException.class;
        if (tooLong && request.getCoyoteRequest().requestURI().isNull()) {
            return HttpServletResponse.SC_REQUEST_URI_TOO_LONG;
        }
        return tooLong || tooMany ? REQUEST_HEADER_FIELDS_TOO_LARGE : status;
    }
}
