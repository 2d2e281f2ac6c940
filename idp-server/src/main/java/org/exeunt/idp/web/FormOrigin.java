package org.exeunt.idp.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import org.exeunt.idp.browser.FetchMetadata;
import org.exeunt.idp.issuer.Issuer;
import org.springframework.http.HttpHeaders;

/** Whose page sent a form, as far as the browser says so. A page cannot set these headers itself. */
enum FormOrigin {
    OWN,
    FOREIGN,

    /** A browser without Fetch Metadata, or a program. */
    UNKNOWN;

    /**
     * By {@code Sec-Fetch-Site} (W3C Fetch Metadata Request Headers) if the browser sends it, else by {@code Origin}. Our pages
     * withhold their referrer, so that the {@code Origin} of their forms is {@code null} (Fetch, 3.1), which says nothing.
     */
    static FormOrigin of(HttpServletRequest request, Issuer issuer) {
        Optional<String> site = FetchMetadata.site(request);
        if (site.isPresent()) {
            return switch (site.get()) {
                case "same-origin" -> OWN;
                case "same-site", "cross-site" -> FOREIGN;
                default -> UNKNOWN;
            };
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || origin.equals("null") || isOwn(origin, request, issuer)) {
            return UNKNOWN;
        }
        return FOREIGN;
    }

    private static boolean isOwn(String origin, HttpServletRequest request, Issuer issuer) {
        try {
            return origin.equals(issuer.toString())
                    || String.valueOf(URI.create(origin).getRawAuthority()).equals(request.getHeader(HttpHeaders.HOST));
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }
}
