package org.exeunt.idp.logout.redirect;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Decodes the parameters of a logout by redirect before any other reader does. Tomcat reports broken percent-encoding or UTF-8 to the
 * first reader; later readers get no parameters and would take a broken request for one without any.
 */
class ParameterDecodingFilter extends HttpFilter {

    private static final String UNDECODABLE = ParameterDecodingFilter.class.getName() + ".undecodable";

    /** Whether the parameters of this request could not be decoded. */
    static boolean failed(HttpServletRequest request) {
        return request.getAttribute(UNDECODABLE) != null;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            request.getParameterMap();
        } catch (IllegalStateException undecodable) {
            request.setAttribute(UNDECODABLE, true);
        }
        chain.doFilter(request, response);
    }
}
