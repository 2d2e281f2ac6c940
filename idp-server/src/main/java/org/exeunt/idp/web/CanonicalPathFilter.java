package org.exeunt.idp.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.server.PathContainer;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Accepts one spelling of each path and answers 400 to the others: double slashes, path parameters ({@code ;}), dot segments,
 * encoded slashes, and percent-encoded unreserved characters (RFC 3986, section 6.2.2.2). Controllers are found by the decoded path;
 * a filter, a proxy or a log that looks at the path as it was sent would see another one.
 *
 * <p>The variable parts of a mapped path, such as the subject in {@code /api/admin/subjects/{subject}/sessions}, may be
 * percent-encoded. Spring Security's firewall still refuses {@code ;}, {@code %} and {@code .} there in encoded form.
 *
 * <p>The path is parsed here, once, and kept with the request. All decisions on it are made by Spring's {@link PathPattern}s.
 */
class CanonicalPathFilter extends HttpFilter {

    private static final Pattern AMBIGUOUS =
            Pattern.compile("//|[;\\\\]|%(?:2F|5C)|/(?:\\.|%2E){1,2}(?:/|$)", Pattern.CASE_INSENSITIVE);

    private static final Pattern ENCODED_UNRESERVED =
            Pattern.compile("%(?:2[DE]|3[0-9]|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])", Pattern.CASE_INSENSITIVE);

    /** Without decoding, so that a pattern's fixed parts match only what is spelled like them. */
    private static final PathContainer.Options AS_SENT = PathContainer.Options.create('/', false);

    private final SingletonSupplier<List<PathPattern>> withVariables;

    CanonicalPathFilter(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        // Only when the first encoded path comes: filters are made before the mappings.
        this.withVariables = SingletonSupplier.of(() -> mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(mapping -> Stream.ofNullable(mapping.getPathPatternsCondition()))
                .flatMap(condition -> condition.getPatterns().stream())
                .filter(PathPattern::hasPatternSyntax)
                .toList());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!isCanonical(request.getRequestURI())) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        ServletRequestPathUtils.parseAndCache(request);
        try {
            chain.doFilter(request, response);
        } finally {
            ServletRequestPathUtils.clearParsedRequestPath(request);
        }
    }

    private boolean isCanonical(String path) {
        return !AMBIGUOUS.matcher(path).find()
                && (!ENCODED_UNRESERVED.matcher(path).find() || isEncodedInVariablesOnly(path));
    }

    private boolean isEncodedInVariablesOnly(String path) {
        PathContainer asSent = PathContainer.parsePath(path, AS_SENT);
        return withVariables.obtain().stream().anyMatch(pattern -> pattern.matches(asSent));
    }
}
