package org.exeunt.idp.authorization.response;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How parameters reach the client: in the query of its redirect URI, or in a form that the browser posts to it. */
public enum ResponseMode {
    QUERY("query"),
    FORM_POST("form_post");

    private static final String ATTRIBUTE = ResponseMode.class.getName();

    private final String value;

    ResponseMode(String value) {
        this.value = value;
    }

    /** The values of {@code response_modes_supported}. */
    public static List<String> supported() {
        return Arrays.stream(values()).map(mode -> mode.value).toList();
    }

    /** The mode of this name, the default for {@code null} and the empty string; empty for an unsupported one. */
    public static Optional<ResponseMode> parse(@Nullable String name) {
        return name == null || name.isEmpty()
                ? Optional.of(QUERY)
                : Arrays.stream(values())
                        .filter(mode -> mode.value.equals(name))
                        .findFirst();
    }

    /**
     * The mode in which to answer: the one that was remembered, else that of the parameter; the default if it is unsupported. A request
     * without {@code response_type} gets the default too: the mode says how the values of a response type are returned (OAuth 2.0
     * Multiple Response Type Encoding Practices, section 2.1).
     */
    static ResponseMode of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof ResponseMode remembered) {
            return remembered;
        }
        String[] values = request.getParameterValues("response_mode");
        return values == null || values.length != 1 || request.getParameter("response_type") == null
                ? QUERY
                : parse(values[0]).orElse(QUERY);
    }

    /** Keeps the mode for a request that does not have the parameter, such as the answer to the consent page. */
    void remember(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
