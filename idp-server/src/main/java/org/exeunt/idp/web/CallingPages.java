package org.exeunt.idp.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.exeunt.idp.client.ClientSdrn;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.RelyingParties;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsUtils;

/**
 * Whether the page that made a request may act with the session cookie. The CORS filter asks it, and each controller that acts on
 * the cookie asks it again: a browser sends a simple request before it knows what CORS allows.
 */
@Component
public class CallingPages {

    private final RelyingParties relyingParties;

    CallingPages(RelyingParties relyingParties) {
        this.relyingParties = relyingParties;
    }

    /** True for programs, pages of our own origin, and pages of an origin that the client named in the request registered. */
    public boolean mayAct(HttpServletRequest request) {
        return !CorsUtils.isCorsRequest(request) || allowedOrigin(request).isPresent();
    }

    /**
     * The {@code Origin} of the request, if it is registered for the client that {@code client_id} or {@code client_sdrn} names;
     * empty otherwise.
     */
    Optional<Origin> allowedOrigin(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        String clientId = clientId(request);
        return origin == null || clientId == null
                ? Optional.empty()
                : Origin.of(origin)
                        .filter(page -> relyingParties
                                .find(clientId)
                                .filter(client -> client.allows(page))
                                .isPresent());
    }

    private static @Nullable String clientId(HttpServletRequest request) {
        String sdrn = request.getParameter("client_sdrn");
        String clientId = request.getParameter("client_id");
        return clientId == null && sdrn != null ? ClientSdrn.clientId(sdrn).orElse(null) : clientId;
    }
}
