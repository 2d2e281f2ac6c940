package org.exeunt.idp.web;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Addresses that are built into clients of the account platform that this server replaces. Browsers are redirected. Programs, many of
 * which follow no redirect of a POST, are answered as if they had called the present address.
 */
class LegacyPathFilter extends HttpFilter {

    private static final String TOKEN = "/oauth2/token";

    private static final String OLD_TOKEN = "/oauth/token";

    private static final Map<String, String> PAGES = Map.of(
            "/flow/login", "/oauth2/authorize",
            "/flow/auth", "/oauth2/authorize",
            // There is no registration of accounts here: users who have one sign in.
            "/flow/signup", "/oauth2/authorize",
            "/oauth/authorize", "/oauth2/authorize",
            "/account/summary", "/devices",
            "/profile-pages", "/devices");

    private static final RequestMatcher TOKEN_REQUEST = pathPattern(OLD_TOKEN);

    private static final Map<RequestMatcher, String> PAGE_REQUESTS = PAGES.entrySet().stream()
            .collect(toUnmodifiableMap(page -> pathPattern(page.getKey()), Map.Entry::getValue));

    /** The old addresses. */
    static String[] paths() {
        return Stream.concat(PAGES.keySet().stream(), Stream.of(OLD_TOKEN)).toArray(String[]::new);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> page = page(request);
        if (page.isPresent() && "GET".equals(request.getMethod())) {
            String query = request.getQueryString();
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader(HttpHeaders.LOCATION, query == null ? page.get() : page.get() + "?" + query);
        } else if (TOKEN_REQUEST.matches(request)) {
            var moved = new AtTheRightPlace(request);
            ServletRequestPathUtils.parseAndCache(moved);
            chain.doFilter(moved, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static Optional<String> page(HttpServletRequest request) {
        return PAGE_REQUESTS.entrySet().stream()
                .filter(page -> page.getKey().matches(request))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static final class AtTheRightPlace extends HttpServletRequestWrapper {

        AtTheRightPlace(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getRequestURI() {
            return TOKEN;
        }

        @Override
        public String getServletPath() {
            return TOKEN;
        }

        @Override
        public StringBuffer getRequestURL() {
            String asked = super.getRequestURL().toString();
            return new StringBuffer(
                    asked.substring(0, asked.length() - super.getRequestURI().length()) + TOKEN);
        }
    }
}
