package org.exeunt.idp.browser;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * How a request was started, according to the browser (Fetch Metadata Request Headers). Browsers send these headers to https addresses
 * and to loopback addresses only, so their absence proves nothing. A header without a value counts as absent.
 */
public final class FetchMetadata {

    private FetchMetadata() {}

    /** {@code Sec-Fetch-Site}: {@code cross-site}, {@code same-site}, {@code same-origin} or {@code none}. */
    public static Optional<String> site(HttpServletRequest request) {
        return read(request, "Sec-Fetch-Site");
    }

    /** {@code Sec-Fetch-Mode}: {@code navigate}, {@code cors}, {@code no-cors} and others. */
    public static Optional<String> mode(HttpServletRequest request) {
        return read(request, "Sec-Fetch-Mode");
    }

    /** {@code Sec-Fetch-Dest}: {@code document}, {@code image}, {@code script} and others. */
    public static Optional<String> destination(HttpServletRequest request) {
        return read(request, "Sec-Fetch-Dest");
    }

    /** False for a request of a script or of an element of a page: a fetch, an image, a script, a style sheet. */
    public static boolean mayBeNavigation(HttpServletRequest request) {
        return mode(request).orElse("navigate").equals("navigate")
                // Android's WebView sends names of apps in this header with each page.
                && !"XMLHttpRequest".equals(request.getHeader("X-Requested-With"));
    }

    /** False for a frame as well, which another site can load without an action of the user. */
    public static boolean mayBeTopLevelNavigation(HttpServletRequest request) {
        return mayBeNavigation(request)
                && destination(request).orElse("document").equals("document");
    }

    private static Optional<String> read(HttpServletRequest request, String header) {
        return Optional.ofNullable(request.getHeader(header)).filter(value -> !value.isEmpty());
    }
}
