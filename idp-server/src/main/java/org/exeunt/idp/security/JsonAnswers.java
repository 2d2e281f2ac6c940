package org.exeunt.idp.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.PathContainer;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Endpoints for programs answer JSON, whatever a caller says it accepts. The framework looks at that only after the work is done:
 * a session would end, and the answer be 406.
 */
@Configuration(proxyBeanMethods = false)
class JsonAnswers implements WebMvcConfigurer {

    private static final List<PathPattern> FOR_PROGRAMS = List.of(
                    "/api/**",
                    "/session",
                    "/v2/session",
                    "/auth/**",
                    "/login/refresh/**",
                    "/oauth2/global-token-revocation")
            .stream()
            .map(PathPatternParser.defaultInstance::parse)
            .toList();

    private final ContentNegotiationStrategy byHeader = new HeaderContentNegotiationStrategy();

    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
        negotiation.strategies(List.of(request -> isForPrograms(request)
                ? ContentNegotiationStrategy.MEDIA_TYPE_ALL_LIST
                : byHeader.resolveMediaTypes(request)));
    }

    private static boolean isForPrograms(NativeWebRequest request) {
        var http = request.getNativeRequest(HttpServletRequest.class);
        if (http == null) {
            return false;
        }
        var path = PathContainer.parsePath(http.getRequestURI());
        return FOR_PROGRAMS.stream().anyMatch(pattern -> pattern.matches(path));
    }
}
