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
import org.exeunt.idp.session.ExpectedSubject;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;

/**
 * Remembers the request that a sign-in interrupted. Spring Security would store the whole request in the browser
 * session, and so in the database, with its cookies, credentials and ID token. This stores the path and those query
 * parameters that the sign-in does not satisfy, never an ID token (invariant 8), and never the Host header.
 */
@Component
class SavedRequests implements RequestCache {

    private static final String ADDRESS = SavedRequests.class.getName();

    private static final Pattern LEADING_SLASHES = Pattern.compile("^[/\\\\]+");

    private static final RequestMatcher PAGES = pages();

    private static final RequestMatcher USER_INFO = pathPattern("/userinfo");

    private static RequestMatcher pages() {
        var html = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
        html.setIgnoredMediaTypes(Set.of(MediaType.ALL));
        return html;
    }

    /** Only page requests continue after a sign-in; an unauthenticated program gets no browser session. */
    @Override
    public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
        if ("GET".equals(request.getMethod()) && PAGES.matches(request) && !isForPrograms(request)) {
            String path = LEADING_SLASHES.matcher(request.getRequestURI()).replaceFirst("/");
            String query = Stream.concat(afterSignIn(request.getQueryString()), expectedPerson(request))
                    .collect(Collectors.joining("&"));
            request.getSession().setAttribute(ADDRESS, query.isEmpty() ? path : path + "?" + query);
        }
    }

    /** Whatever its {@code Accept} header: the answer of this endpoint is a 401. */
    private static boolean isForPrograms(HttpServletRequest request) {
        return USER_INFO.matches(request);
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
                .map(SavedRequests::encoded)
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

    /** The address of the interrupted request on this server, which is removed; empty if there is none. */
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

    /** The browser repeats the request in full; there is nothing to restore. */
    @Override
    public @Nullable HttpServletRequest getMatchingRequest(HttpServletRequest request, HttpServletResponse response) {
        return null;
    }

    @Override
    public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
        forget(request);
    }
}
