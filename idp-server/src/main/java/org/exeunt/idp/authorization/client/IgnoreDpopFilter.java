package org.exeunt.idp.authorization.client;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ignores DPoP proofs. The framework would bind tokens to them, but our store does not keep the binding: better an honest
 * bearer token than one that only looks bound.
 */
public class IgnoreDpopFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(
                new HttpServletRequestWrapper(request) {
                    @Override
                    public @Nullable String getHeader(String name) {
                        return name.equalsIgnoreCase("DPoP") ? null : super.getHeader(name);
                    }
                },
                response);
    }
}
