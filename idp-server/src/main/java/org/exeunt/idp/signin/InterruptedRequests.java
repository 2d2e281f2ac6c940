package org.exeunt.idp.signin;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.exeunt.idp.session.ExpectedPerson;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;

/**
 * Remembers where a sign-in leads. The framework would keep the whole request in the browser session, and so in the
 * database: its cookies, its credentials, its ID token. This keeps the path and of the query what a sign-in does not settle, never
 * an ID token (invariant 8), and nothing of what the Host header claimed.
 */
@Component
class InterruptedRequests implements RequestCache {

    private static final String ADDRESS = InterruptedRequests.class.getName();

    private static final Pattern LEADING_SLASHES = Pattern.compile("^[/\\\\]+");

    private static final RequestMatcher PAGES = pages();

    private static final RequestMatcher USER_INFO = pathPattern("/userinfo");

    private static RequestMatcher pages() {
        var html = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
        html.setIgnoredMediaTypes(Set.of(MediaType.ALL));
        return html;
    }

    /** Only pages come back after a sign-in; a program that did not authenticate gets no session for it. */
    @Override
    public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
        if ("GET".equals(request.getMethod()) && PAGES.matches(request) && !isForPrograms(request)) {
            String path = LEADING_SLASHES.matcher(request.getRequestURI()).replaceFirst("/");
            String query = Stream.concat(afterSignIn(request.getQueryString()), expectedPerson(request))
                    .collect(Collectors.joining("&"));
            request.getSession().setAttribute(ADDRESS, query.isEmpty() ? path : path + "?" + query);
        }
    }

    /** Wherever they say that they like pages; their answer is a 401. */
    private static boolean isForPrograms(HttpServletRequest request) {
        return USER_INFO.matches(request);
    }

    /**
     * What is left to ask after a sign-in: neither for a sign-in once more, which would never end, nor with an ID token, but for
     * the person that it named. How recent the sign-in is says the {@code auth_time} of the ID token.
     */
    private static Stream<String> afterSignIn(@Nullable String query) {
        return query == null
                ? Stream.of()
                : Arrays.stream(query.split("&", -1)).flatMap(parameter -> afterSignIn(parameter.split("=", 2)));
    }

    private static Stream<String> expectedPerson(HttpServletRequest request) {
        return request.getAttribute(ExpectedPerson.ATTRIBUTE) instanceof String subject
                ? Stream.of(ExpectedPerson.PARAMETER + "=" + encoded(subject))
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
                .map(InterruptedRequests::encoded)
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

    /** Where the interrupted request led, on this server; it is forgotten now. Empty if nothing was interrupted. */
    Optional<String> take(HttpServletRequest request) {
        Optional<String> address = address(request);
        forget(request);
        return address;
    }

    private static Optional<String> address(HttpServletRequest request) {
        return Optional.ofNullable(request.getSession(false))
                .map(browserSession -> (String) browserSession.getAttribute(ADDRESS));
    }

    private static void forget(HttpServletRequest request) {
        HttpSession browserSession = request.getSession(false);
        if (browserSession != null) {
            browserSession.removeAttribute(ADDRESS);
        }
    }

    @Override
    public @Nullable SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
        return address(request).map(SimpleSavedRequest::new).orElse(null);
    }

    /** The request comes again in full; there is nothing to restore. */
    @Override
    public @Nullable HttpServletRequest getMatchingRequest(HttpServletRequest request, HttpServletResponse response) {
        return null;
    }

    @Override
    public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
        forget(request);
    }
}
