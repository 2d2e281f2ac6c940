package org.exeunt.idp.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Addresses that are built into clients of the account platform that we replace. Browsers are sent on; programs, many of which follow
 * no redirect of a POST, are answered as if they had asked at the right place, and before anybody looks at the path.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class PlatformPaths extends HttpFilter {

    private static final String TOKEN = "/oauth2/token";

    private static final Map<String, String> PAGES = Map.of(
            "/flow/login", "/oauth2/authorize",
            "/flow/auth", "/oauth2/authorize",
            // Nobody signs up here; who has an account signs in.
            "/flow/signup", "/oauth2/authorize",
            "/oauth/authorize", "/oauth2/authorize",
            "/account/summary", "/devices");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        String page = PAGES.get(path);
        if (page != null && "GET".equals(request.getMethod())) {
            String query = request.getQueryString();
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader(HttpHeaders.LOCATION, query == null ? page : page + "?" + query);
        } else if (path.equals("/oauth/token")) {
            chain.doFilter(new AtTheRightPlace(request), response);
        } else {
            chain.doFilter(request, response);
        }
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
