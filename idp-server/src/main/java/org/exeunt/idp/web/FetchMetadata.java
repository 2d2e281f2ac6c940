package org.exeunt.idp.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * What the browser says of how a request came to be (Fetch Metadata Request Headers). A header without a value says nothing, as if it
 * were absent. All current browsers send them.
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

    private static Optional<String> read(HttpServletRequest request, String header) {
        return Optional.ofNullable(request.getHeader(header)).filter(value -> !value.isEmpty());
    }
}
