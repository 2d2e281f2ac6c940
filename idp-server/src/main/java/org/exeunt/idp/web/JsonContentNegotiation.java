package org.exeunt.idp.web;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;
import static org.springframework.security.web.util.matcher.RequestMatchers.anyOf;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Endpoints for programs answer JSON, whatever a caller says it accepts. The framework looks at that only after the work is done:
 * a session would end, and the answer be 406.
 */
@Configuration(proxyBeanMethods = false)
class JsonContentNegotiation implements WebMvcConfigurer {

    private static final RequestMatcher FOR_PROGRAMS = anyOf(
            pathPattern("/api/**"),
            pathPattern("/session"),
            pathPattern("/v2/session"),
            pathPattern("/auth/**"),
            pathPattern("/login/refresh/**"),
            pathPattern("/oauth2/global-token-revocation"));

    private final ContentNegotiationStrategy byHeader = new HeaderContentNegotiationStrategy();

    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
        negotiation.strategies(List.of(request -> isForPrograms(request)
                ? ContentNegotiationStrategy.MEDIA_TYPE_ALL_LIST
                : byHeader.resolveMediaTypes(request)));
    }

    private static boolean isForPrograms(NativeWebRequest request) {
        var http = request.getNativeRequest(HttpServletRequest.class);
        return http != null && FOR_PROGRAMS.matches(http);
    }
}
