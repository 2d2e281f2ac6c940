package org.exeunt.idp.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.exeunt.idp.session.ExpectedSubject;
import org.jspecify.annotations.Nullable;

/**
 * The address at which a browser goes on after a sign-in: the request that the sign-in interrupted. It is kept in the address and
 * the form of the sign-in page, and not in the browser session, so that each of several tabs ends at its own application. Nothing
 * in it is trusted: it can only lead to one of our pages, and the request is checked again in full when the browser repeats it.
 *
 * <p>It contains the path and those query parameters that the sign-in does not satisfy, never an ID token, and never the Host
 * header.
 */
final class ReturnAddress {

    /** Parameter of the sign-in page, and of the forms of all pages that need a session. */
    static final String PARAMETER = "continue";

    /** It arrives in a request header, once more encoded, and {@code server.max-http-request-header-size} is 24 kB. */
    private static final int LONGEST_ENCODED = 16_000;

    /** Pages of ours: none of them changes anything, and the authorization endpoint checks what it is asked. */
    private static final Pattern PAGES = Pattern.compile(
            "/(oauth2/authorize|oauth2/consent|oauth2/device_verification|activate|devices|password)?(\\?[!-\"$-~]*)?");

    private ReturnAddress() {}

    /**
     * Where to go on when this request needs a sign-in: at its own address if it asks for one of our pages; if it is a form, where
     * the form says. Empty if that is none of our pages, or too long.
     */
    static Optional<String> of(HttpServletRequest request) {
        return "GET".equals(request.getMethod()) ? checked(address(request)) : submitted(request);
    }

    /** What the sign-in page or a form says; empty if that is none of our pages. */
    static Optional<String> submitted(HttpServletRequest request) {
        String[] values = request.getParameterValues(PARAMETER);
        return values == null || values.length != 1 ? Optional.empty() : checked(values[0]);
    }

    private static Optional<String> checked(String address) {
        return Optional.of(address)
                .filter(value -> value.length() <= LONGEST_ENCODED)
                .filter(value -> PAGES.matcher(value).matches())
                .filter(value -> encoded(value).length() <= LONGEST_ENCODED);
    }

    private static String address(HttpServletRequest request) {
        // As it was sent: CanonicalPathFilter lets one spelling of a path through only.
        String path = request.getRequestURI();
        String query = Stream.concat(afterSignIn(request.getQueryString()), expectedPerson(request))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    /**
     * Drops what the sign-in satisfies ({@code prompt=login} and {@code max_age} would ask again for ever) and the ID
     * token; the subject that the token named stays. {@code auth_time} in the ID token tells the client how recent
     * the authentication is.
     */
    private static Stream<String> afterSignIn(@Nullable String query) {
        return query == null
                ? Stream.of()
                : Arrays.stream(query.split("&", -1)).flatMap(parameter -> afterSignIn(parameter.split("=", 2)));
    }

    private static Stream<String> expectedPerson(HttpServletRequest request) {
        return request.getAttribute(ExpectedSubject.ATTRIBUTE) instanceof String subject
                ? Stream.of(ExpectedSubject.PARAMETER + "=" + encoded(subject))
                : Stream.of();
    }

    private static Stream<String> afterSignIn(String[] parameter) {
        return switch (decoded(parameter[0])) {
            case "id_token_hint", "max_age", "login_hint" -> Stream.of();
            case "prompt" -> otherPrompts(parameter.length == 1 ? "" : decoded(parameter[1]));
            default -> Stream.of(String.join("=", parameter));
        };
    }

    private static Stream<String> otherPrompts(String prompt) {
        String others = Arrays.stream(prompt.split(" "))
                .filter(wish -> !wish.equals("login") && !wish.equals("select_account"))
                .map(ReturnAddress::encoded)
                .collect(Collectors.joining("+"));
        return others.isEmpty() ? Stream.of() : Stream.of("prompt=" + others);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return text;
        }
    }
}
