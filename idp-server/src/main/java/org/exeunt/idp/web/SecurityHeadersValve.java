package org.exeunt.idp.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.MimeHeaders;
import org.springframework.http.HttpHeaders;

/**
 * What every answer says to browsers: pages, API answers, files and errors alike, also those that Tomcat gives before any filter.
 * Said first of all, so that nothing can be answered without it; who knows better for one answer, as files do about caching,
 * replaces a header.
 */
final class SecurityHeadersValve extends ValveBase {

    private static final String CONTENT_TYPE_OPTIONS = "X-Content-Type-Options";

    private static final Map<String, String> ALWAYS = Map.of(
            // No form-action: Chromium applies it to the redirects after a form, which lead to relying parties.
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'",
            CONTENT_TYPE_OPTIONS,
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            // No Cross-Origin-Opener-Policy: it would cut a relying party's page off from its sign-in or sign-out in a
            // popup window.
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Permissions-Policy",
            "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
                    + " magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
            HttpHeaders.CACHE_CONTROL,
            "no-store");

    /** The same as it goes over the wire: texts would be turned into bytes for each answer. */
    private static final List<Header> ALWAYS_AS_BYTES = ALWAYS.entrySet().stream()
            .map(header -> new Header(header.getKey(), header.getValue()))
            .toList();

    private static final String HSTS = "max-age=31536000; includeSubDomains";

    SecurityHeadersValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        MimeHeaders headers = response.getCoyoteResponse().getMimeHeaders();
        // Not when a request goes on after it waited: whoever knew better has said so.
        if (headers.getValue(CONTENT_TYPE_OPTIONS) == null) {
            ALWAYS_AS_BYTES.forEach(header -> header.addTo(headers));
            writeHsts(request, response);
        }
        getNext().invoke(request, response);
    }

    /** Says it all again, after an answer was thrown away. */
    static void write(HttpServletRequest request, HttpServletResponse response) {
        ALWAYS.forEach(response::setHeader);
        writeHsts(request, response);
    }

    private static void writeHsts(HttpServletRequest request, HttpServletResponse response) {
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", HSTS);
        }
    }

    private static final class Header {

        private final byte[] name;
        private final byte[] value;

        Header(String name, String value) {
            this.name = name.getBytes(ISO_8859_1);
            this.value = value.getBytes(ISO_8859_1);
        }

        /** As copies: Tomcat keeps the arrays and writes something else into them later. */
        void addTo(MimeHeaders headers) {
            headers.addValue(name.clone(), 0, name.length).setBytes(value.clone(), 0, value.length);
        }
    }
}
