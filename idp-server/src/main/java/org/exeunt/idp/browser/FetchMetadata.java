package org.exeunt.idp.browser;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * How a request came to be, as far as the browser tells (Fetch Metadata Request Headers). Browsers send these headers to https
 * addresses and to this machine only, so that their absence proves nothing; an empty value counts as absent.
 */
public final class FetchMetadata {

    private FetchMetadata() {}

    /** False for what a script or a tag of a page loads: a fetch, an image, a script, a style sheet. */
    public static boolean mayBeNavigation(HttpServletRequest request) {
        String mode = header(request, "Sec-Fetch-Mode");
        return (mode == null || mode.equals("navigate"))
                // Other values are names of apps, which Android's WebView sends with each page.
                && !"XMLHttpRequest".equals(request.getHeader("X-Requested-With"));
    }

    /** False for a frame as well, which other sites show without the user's doing. */
    public static boolean mayBeTopLevelNavigation(HttpServletRequest request) {
        String destination = header(request, "Sec-Fetch-Dest");
        return mayBeNavigation(request) && (destination == null || destination.equals("document"));
    }

    private static @Nullable String header(HttpServletRequest request, String name) {
        String value = request.getHeader(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
