package org.exeunt.idp.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.exeunt.idp.browser.FetchMetadata;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Handles forms that pages of other sites make a browser post.
 *
 * <p>The session cookie is SameSite=Lax, so the browser does not send it with such a post, and the user seems to be signed out. A logout
 * would end nothing and yet look done, and a cookie in the answer would replace the one that was not sent: the browser would be signed
 * out while the session lived on. Where other sites may send users, the browser is redirected to repeat the request by GET, with
 * the cookie; everywhere else the post is refused.
 *
 * <p>An authorization request is repeated wherever it comes from: a user who has to sign in first comes back by GET.
 */
class CrossSitePostFilter extends OncePerRequestFilter {

    private static final String AUTHORIZE = "/oauth2/authorize";

    private static final RequestMatcher AUTHORIZATION = pathPattern(AUTHORIZE);

    private static final Map<String, RequestMatcher> OPEN_TO_OTHERS = Map.of(
            "/logout",
            pathPattern("/logout"),
            "/connect/logout",
            pathPattern("/connect/logout"),
            AUTHORIZE,
            AUTHORIZATION);

    /** Fits into the response header; the parameters of these endpoints are refused long before. */
    private static final int LONGEST_QUERY = 20_000;

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !"POST".equals(request.getMethod()) || !(isFromAnotherSite(request) || isAuthorizationRequest(request));
    }

    private static boolean isFromAnotherSite(HttpServletRequest request) {
        return FetchMetadata.site(request).filter("cross-site"::equals).isPresent()
                && FetchMetadata.mode(request).filter("navigate"::equals).isPresent();
    }

    /** Not the answer to a question of ours, which is posted to the same address. */
    private static boolean isAuthorizationRequest(HttpServletRequest request) {
        try {
            return AUTHORIZATION.matches(request) && request.getParameter("response_type") != null;
        } catch (IllegalStateException undecodable) {
            return true;
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> openToOthers = openToOthers(request);
        if (openToOthers.isEmpty()) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        try {
            String query = query(request);
            if (query.length() > LONGEST_QUERY) {
                response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
                return;
            }
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader(HttpHeaders.LOCATION, openToOthers.get() + "?" + query);
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        } catch (IllegalStateException undecodable) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    private static Optional<String> openToOthers(HttpServletRequest request) {
        return OPEN_TO_OTHERS.entrySet().stream()
                .filter(path -> path.getValue().matches(request))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static String query(HttpServletRequest request) {
        return request.getParameterMap().entrySet().stream()
                .flatMap(parameter -> Arrays.stream(parameter.getValue())
                        .map(value -> encoded(parameter.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
