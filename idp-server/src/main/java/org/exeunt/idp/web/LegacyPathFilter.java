package org.exeunt.idp.web;

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
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Addresses that are built into clients of the account platform that we replace. Browsers are sent on; programs, many of which follow
 * no redirect of a POST, are answered as if they had asked at the right place, and before anybody looks at the path.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class LegacyPathFilter extends HttpFilter {

    private static final String TOKEN = "/oauth2/token";

    private static final RequestMatcher OLD_TOKEN = pathPattern("/oauth/token");

    private static final Map<RequestMatcher, String> PAGES = Map.of(
            pathPattern("/flow/login"), "/oauth2/authorize",
            pathPattern("/flow/auth"), "/oauth2/authorize",
            // Nobody signs up here; who has an account signs in.
            pathPattern("/flow/signup"), "/oauth2/authorize",
            pathPattern("/oauth/authorize"), "/oauth2/authorize",
            pathPattern("/account/summary"), "/devices",
            pathPattern("/profile-pages"), "/devices");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> page = page(request);
        if (page.isPresent() && "GET".equals(request.getMethod())) {
            String query = request.getQueryString();
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader(HttpHeaders.LOCATION, query == null ? page.get() : page.get() + "?" + query);
        } else if (OLD_TOKEN.matches(request)) {
            var moved = new AtTheRightPlace(request);
            ServletRequestPathUtils.parseAndCache(moved);
            chain.doFilter(moved, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static Optional<String> page(HttpServletRequest request) {
        return PAGES.entrySet().stream()
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
