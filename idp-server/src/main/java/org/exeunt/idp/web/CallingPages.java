package org.exeunt.idp.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.exeunt.idp.client.ClientSdrn;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
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

    /** False for a page of another origin than ours, unless it is that of a relying party. */
    public boolean mayAct(HttpServletRequest request) {
        return isOwn(request) || relyingParty(request).isPresent();
    }

    /** Whether a program made the request, or a page of our own origin. */
    public boolean isOwn(HttpServletRequest request) {
        return !CorsUtils.isCorsRequest(request);
    }

    /**
     * The relying party whose page made the request, by its {@code Origin}: the one that {@code client_id} or {@code client_sdrn}
     * names, if it registered this origin; if neither is given, the only one that registered it. Empty otherwise.
     */
    public Optional<RelyingParty> relyingParty(HttpServletRequest request) {
        return origin(request)
                .flatMap(page -> named(request)
                        .map(clientId -> relyingParties.find(clientId).filter(client -> client.allows(page)))
                        .orElseGet(() -> relyingParties.findOnlyAllowing(page)));
    }

    /** The {@code Origin} of the request, if it is that of a page of a relying party; empty otherwise. */
    Optional<Origin> allowedOrigin(HttpServletRequest request) {
        return origin(request).filter(_ -> relyingParty(request).isPresent());
    }

    private static Optional<Origin> origin(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.ORIGIN)).flatMap(Origin::of);
    }

    /** What the request says is a client; empty if it says nothing of it. A broken name names no client, but not the only one. */
    private static Optional<String> named(HttpServletRequest request) {
        return given(request, "client_id")
                .or(() -> given(request, "client_sdrn")
                        .map(sdrn -> ClientSdrn.clientId(sdrn).orElse("")));
    }

    private static Optional<String> given(HttpServletRequest request, String parameter) {
        return Optional.ofNullable(request.getParameter(parameter)).filter(value -> !value.isEmpty());
    }
}
