package org.exeunt.idp.security;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.RelyingParties;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

/**
 * Which pages may call us from scripts. {@code /session} and {@code /api/auth} answer with credentials, and only to an origin that the client
 * named in the same request registered; nothing else on the logout paths answers to scripts of other origins.
 */
final class SessionCors {

    private static final String REFUSAL = """
            {"type":"urn:exeunt:problem:origin-not-allowed","title":"Origin not allowed","status":403,"detail":"The page's \
            origin is not registered for this client_id, so it may neither see nor end the session. Add it to the client's \
            allowed-origins, exactly as the browser sends it."}""";

    private SessionCors() {}

    static CorsFilter filter(RelyingParties relyingParties) {
        var filter = new CorsFilter(
                request -> answersScripts(request.getRequestURI()) ? configuration(request, relyingParties) : null);
        filter.setCorsProcessor(new RefusalInWords());
        return filter;
    }

    private static boolean answersScripts(String path) {
        return path.equals("/session") || path.startsWith("/api/auth/");
    }

    static CorsConfigurationSource everybodyMayRead() {
        var anybody = new CorsConfiguration();
        anybody.setAllowedOrigins(List.of(CorsConfiguration.ALL));
        anybody.setAllowedMethods(List.of("GET", "HEAD"));
        return _ -> anybody;
    }

    private static CorsConfiguration configuration(HttpServletRequest request, RelyingParties relyingParties) {
        var configuration = new CorsConfiguration();
        allowedOrigin(request, relyingParties).ifPresent(origin -> {
            configuration.setAllowedOrigins(List.of(origin.value()));
            configuration.setAllowedMethods(List.of("GET", "POST", "DELETE"));
            configuration.setAllowCredentials(true);
            configuration.setMaxAge(600L);
        });
        return configuration;
    }

    private static Optional<Origin> allowedOrigin(HttpServletRequest request, RelyingParties relyingParties) {
        String origin = request.getHeader("Origin");
        String clientId = request.getParameter("client_id");
        return origin == null || clientId == null
                ? Optional.empty()
                : Origin.of(origin)
                        .filter(page -> relyingParties
                                .find(clientId)
                                .filter(client -> client.allows(page))
                                .isPresent());
    }

    /** The framework would say "Invalid CORS request". */
    private static final class RefusalInWords extends DefaultCorsProcessor {

        @Override
        protected void rejectRequest(ServerHttpResponse response) throws IOException {
            response.setStatusCode(HttpStatus.FORBIDDEN);
            response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
            response.getBody().write(REFUSAL.getBytes(StandardCharsets.UTF_8));
            response.flush();
        }
    }
}
