package org.exeunt.idp.logout.legacy;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.exeunt.idp.client.ClientSdrn;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.session.CurrentUser;
import org.exeunt.idp.session.SsoSession;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Who is signed in, for the account platform's browser SDK, version 5.2: its {@code hasSession()} asks its session service by fetch,
 * naming the client by an SDRN, at one of two paths, depending on whether that service has a path of its own. The rules are those of
 * {@code GET /session}; only the words differ.
 */
@RestController
class PlatformSessionController {

    private final RelyingParties relyingParties;
    private final InstantSource clock;

    PlatformSessionController(RelyingParties relyingParties, InstantSource clock) {
        this.relyingParties = relyingParties;
        this.clock = clock;
    }

    @GetMapping(
            path = {"/v2/session", "/session"},
            params = {"client_sdrn", "!client_id"})
    ResponseEntity<Map<String, @Nullable Object>> show(
            @RequestParam("client_sdrn") String sdrn,
            @RequestHeader(name = "Origin", defaultValue = "") String origin) {
        Optional<RelyingParty> client = ClientSdrn.clientId(sdrn)
                .flatMap(relyingParties::find)
                .filter(found -> Origin.of(origin).filter(found::allows).isPresent());
        if (client.isEmpty()) {
            return ResponseEntity.status(HttpStatus.FORBIDDEN).body(Map.of("error", "origin-not-allowed"));
        }
        return ResponseEntity.ok(visibleSession(client.get())
                .map(session -> LegacySessionPayload.connected(
                        session, ClientSdrn.ofUser(sdrn, session.subject().value()), clock.instant()))
                .orElseGet(LegacySessionPayload::nobody));
    }

    private Optional<SsoSession> visibleSession(RelyingParty client) {
        return CurrentUser.session().filter(session -> session.participants().contain(client.clientId()));
    }
}
