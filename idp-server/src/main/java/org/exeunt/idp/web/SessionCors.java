package org.exeunt.idp.web;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;
import static org.springframework.security.web.util.matcher.RequestMatchers.anyOf;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.RelyingParties;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

/**
 * Which pages may call us from scripts. {@code /session}, {@code /v2/session} and {@code /api/auth} answer with credentials, and only to an origin that the client
 * named in the same request registered; nothing else on the logout paths answers to scripts of other origins.
 */
final class SessionCors {

    private static final byte[] REFUSAL = Problems.json(Problems.of(
            HttpStatus.FORBIDDEN,
            "origin-not-allowed",
            "Origin not allowed",
            "The page's origin is not registered for this client_id, so it may neither see nor end the session. Add it to the"
                    + " client's allowed-origins, exactly as the browser sends it."));

    /** What clients of the systems that we replace send with every request. */
    private static final List<String> HEADERS = List.of(
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.AUTHORIZATION,
            HttpHeaders.CACHE_CONTROL,
            HttpHeaders.PRAGMA,
            HttpHeaders.EXPIRES);

    private static final RequestMatcher BY_SESSION =
            anyOf(pathPattern("/session"), pathPattern("/v2/session"), pathPattern("/api/auth/**"));

    private static final RequestMatcher BY_TOKEN =
            anyOf(pathPattern("/auth/**"), pathPattern("/login/refresh/invalidate"), pathPattern("/api/push-tokens"));

    private SessionCors() {}

    static CorsFilter filter(RelyingParties relyingParties, CallingPages pages) {
        var filter = new CorsFilter(request -> {
            if (BY_SESSION.matches(request)) {
                return configuration(request, pages);
            }
            return BY_TOKEN.matches(request) ? ofAnyClient(request, relyingParties) : null;
        });
        filter.setCorsProcessor(new RefusalInWords());
        return filter;
    }

    static CorsConfigurationSource everybodyMayRead() {
        var anybody = new CorsConfiguration();
        anybody.setAllowedOrigins(List.of(CorsConfiguration.ALL));
        anybody.setAllowedMethods(List.of("GET", "HEAD"));
        return _ -> anybody;
    }

    private static CorsConfiguration configuration(HttpServletRequest request, CallingPages pages) {
        return pages.allowedOrigin(request)
                .map(origin -> credentialed(origin.value(), List.of("GET", "POST", "DELETE")))
                .orElseGet(CorsConfiguration::new);
    }

    /**
     * Where a token or its cookie is presented no parameter names the client: the token does, and with it is decided what the page may do. A page of
     * another origin than any client's cannot read the answer.
     */
    private static @Nullable CorsConfiguration ofAnyClient(HttpServletRequest request, RelyingParties relyingParties) {
        String origin = request.getHeader("Origin");
        return origin == null
                        || Origin.of(origin).filter(relyingParties::anyAllows).isEmpty()
                ? null
                : credentialed(origin, List.of("POST", "DELETE"));
    }

    private static CorsConfiguration credentialed(String origin, List<String> methods) {
        var configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(List.of(origin));
        configuration.setAllowedMethods(methods);
        configuration.setAllowedHeaders(HEADERS);
        configuration.setAllowCredentials(true);
        configuration.setMaxAge(600L);
        return configuration;
    }

    /** The framework would say "Invalid CORS request". */
    private static final class RefusalInWords extends DefaultCorsProcessor {

        @Override
        protected void rejectRequest(ServerHttpResponse response) throws IOException {
            response.setStatusCode(HttpStatus.FORBIDDEN);
            response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
            response.getBody().write(REFUSAL);
            response.flush();
        }
    }
}
