package org.exeunt.idp.logout.redirect;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import org.exeunt.idp.client.RegisteredTarget;
import org.exeunt.idp.logout.LogoutProblem;
import org.springframework.http.MediaType;

/** Reads parameters one by one and refuses malformed ones. Parameters that are not read are ignored. */
final class ParameterReader {

    private final HttpServletRequest request;

    /** @throws InvalidParameterException if the request as a whole cannot be read */
    ParameterReader(HttpServletRequest request) throws InvalidParameterException {
        if (ParameterDecodingFilter.failed(request) || hasForeignBody(request)) {
            throw new InvalidParameterException(LogoutProblem.MALFORMED_PARAMETER);
        }
        this.request = request;
    }

    /**
     * The parameter's value; empty if it is absent or has no characters.
     *
     * @throws InvalidParameterException if it was given twice, is longer than {@code maximumLength} characters, or holds control
     *     characters or the trace of broken UTF-8
     */
    Optional<String> read(String name, int maximumLength) throws InvalidParameterException {
        String[] values = request.getParameterValues(name);
        if (values == null) {
            return Optional.empty();
        }
        if (values.length > 1) {
            throw new InvalidParameterException(LogoutProblem.REPEATED_PARAMETER);
        }
        String value = values[0];
        if (value.length() > maximumLength || value.codePoints().anyMatch(ParameterReader::isUnwelcome)) {
            throw new InvalidParameterException(LogoutProblem.MALFORMED_PARAMETER);
        }
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    /**
     * The {@code state}; empty if it is absent or has no characters.
     *
     * @throws InvalidParameterException as {@link #read}, or if it is longer than {@code maximumLength} characters once it is
     *     percent-encoded in the redirect: the redirect is written after the session has ended, and must fit
     */
    Optional<String> readState(int maximumLength) throws InvalidParameterException {
        Optional<String> state = read("state", maximumLength);
        if (state.filter(given -> RegisteredTarget.encode(given).length() > maximumLength)
                .isPresent()) {
            throw new InvalidParameterException(LogoutProblem.MALFORMED_PARAMETER);
        }
        return state;
    }

    /** Only a form has parameters in its body; a request with another body is no logout request. */
    private static boolean hasForeignBody(HttpServletRequest request) {
        String type = request.getContentType();
        return "POST".equals(request.getMethod())
                && type != null
                && !type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
    }

    private static boolean isUnwelcome(int character) {
        boolean lineOrParagraphSeparator = character == 0x2028 || character == 0x2029;
        boolean unpairedSurrogate = character >= 0xD800 && character <= 0xDFFF;
        boolean replacement = character == 0xFFFD;
        return Character.isISOControl(character) || lineOrParagraphSeparator || unpairedSurrogate || replacement;
    }

    /** States the fault without the value, which must not be logged. */
    static final class InvalidParameterException extends Exception {

        private final transient LogoutProblem problem;

        InvalidParameterException(LogoutProblem problem) {
            super(problem.key(), null, false, false);
            this.problem = problem;
        }

        LogoutProblem problem() {
            return problem;
        }
    }
}
