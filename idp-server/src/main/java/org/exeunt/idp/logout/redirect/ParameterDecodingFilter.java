package org.exeunt.idp.logout.redirect;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;
import static org.springframework.security.web.util.matcher.RequestMatchers.anyOf;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;

/**
 * Reads the parameters of a logout by redirect before anybody else does. The servlet container reports broken
 * percent-encoding or UTF-8 to the first who asks, and to later ones pretends that there were no parameters: whoever came
 * second would take a broken request for an empty one. It comes after the filter that says that forms are UTF-8, and after
 * posts from other sites were sent on.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class ParameterDecodingFilter extends HttpFilter {

    private static final RequestMatcher PATHS =
            anyOf(pathPattern(RedirectController.PLATFORM), pathPattern(RedirectController.RP_INITIATED));

    private static final String UNDECODABLE = ParameterDecodingFilter.class.getName() + ".undecodable";

    /** Whether the parameters of this request could not be decoded. */
    static boolean failed(HttpServletRequest request) {
        return request.getAttribute(UNDECODABLE) != null;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (PATHS.matches(request)) {
            try {
                request.getParameterMap();
            } catch (IllegalStateException undecodable) {
                request.setAttribute(UNDECODABLE, true);
            }
        }
        chain.doFilter(request, response);
    }
}
