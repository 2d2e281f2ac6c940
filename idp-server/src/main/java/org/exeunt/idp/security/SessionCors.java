package org.exeunt.idp.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.RelyingParties;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * Which pages may call us from scripts. {@code /session} answers with credentials, and only to an origin that the client
 * named in the same request registered; nothing else on the logout paths answers to scripts of other origins.
 */
final class SessionCors {

    private SessionCors() {}

    static CorsFilter filter(RelyingParties relyingParties) {
        return new CorsFilter(request -> request.getRequestURI().equals("/session")
                ? new CorsConfiguration(configuration(request, relyingParties))
                : null);
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
            configuration.setAllowedMethods(List.of("GET", "DELETE"));
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
                : Origin.of(origin).filter(page -> relyingParties
                        .find(clientId)
                        .filter(client -> client.allows(page))
                        .isPresent());
    }
}
