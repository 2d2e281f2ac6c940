package org.exeunt.idp.theme;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Parameters that only decide how a page looks: an invalid value is ignored. */
final class Parameters {

    private Parameters() {}

    /** The value; empty if the parameter is absent, repeated, longer than {@code maximumLength}, or cannot be decoded. */
    static Optional<String> single(HttpServletRequest request, String name, int maximumLength) {
        try {
            String[] values = request.getParameterValues(name);
            return values == null || values.length != 1 || values[0].length() > maximumLength
                    ? Optional.empty()
                    : Optional.of(values[0]);
        } catch (IllegalStateException undecodable) {
            return Optional.empty();
        }
    }
}
