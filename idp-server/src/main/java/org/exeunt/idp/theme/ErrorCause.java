package org.exeunt.idp.theme;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a request is answered with an error page, where the status alone would not say it.
 *
 * @param key part of the keys of messages: {@code error.<key>.title}, {@code .means} and {@code .next}
 * @param details for the log, by name; not shown. Values from the request are written as far as they are printable ASCII characters
 *     without quotes, and at most 200 characters; the caller leaves secrets out
 */
public record ErrorCause(String key, Map<String, String> details) {

    private static final String ATTRIBUTE = ErrorCause.class.getName();

    private static final int LONGEST = 200;

    /** Answers with this status and the page of this cause, or a problem document for programs. */
    public void send(int status, HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setAttribute(ATTRIBUTE, this);
        response.sendError(status);
    }

    /** The cause of the error that the current request has; empty if only its status is known. */
    static Optional<ErrorCause> of(HttpServletRequest request) {
        return Optional.ofNullable((ErrorCause) request.getAttribute(ATTRIBUTE));
    }

    /** For the log: the key, and the details as {@code name='value'}. */
    @Override
    public String toString() {
        return details.isEmpty() ? key : key + " " + loggable(details);
    }

    /** Details as {@code name='value'}, separated by spaces. */
    public static String loggable(Map<String, String> details) {
        return details.entrySet().stream()
                .map(detail -> detail.getKey() + "='" + printable(detail.getValue()) + "'")
                .collect(Collectors.joining(" "));
    }

    private static String printable(String value) {
        String cut = value.length() > LONGEST ? value.substring(0, LONGEST) + "..." : value;
        return cut.replaceAll("[^ -~]|'", "?");
    }
}
