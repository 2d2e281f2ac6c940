package org.exeunt.demo.signout;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.exeunt.demo.config.DemoProperties;
import org.exeunt.demo.evidence.Evidence;
import org.exeunt.demo.evidence.EvidenceStore;
import org.exeunt.demo.evidence.SignOutKind;
import org.exeunt.demo.server.ServerAddresses;
import org.exeunt.demo.server.Tokens;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Kind 1: signs out here, then sends the browser to the identity provider, which ends the session and sends it back. */
@RestController
class RedirectSignOutController {

    private final LocalSignOut localSignOut;
    private final DemoProperties demo;
    private final ServerAddresses addresses;
    private final StringKeyGenerator unguessable;

    RedirectSignOutController(
            LocalSignOut localSignOut, DemoProperties demo, ServerAddresses addresses, StringKeyGenerator unguessable) {
        this.localSignOut = localSignOut;
        this.demo = demo;
        this.addresses = addresses;
        this.unguessable = unguessable;
    }

    @PostMapping("/sign-out/redirect")
    ResponseEntity<Void> signOut(HttpServletRequest request) {
        URI next = localSignOut
                .end(request, SignOutKind.REDIRECT)
                .map(evidence -> logout(evidence, request))
                .orElse(URI.create("/signed-out"));
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(next).build();
    }

    private URI logout(Evidence evidence, HttpServletRequest request) {
        String state = unguessable.generateKey();
        EvidenceStore.put(request, evidence.sentAwayWith(state));
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", demo.self().clientId());
        parameters.put("redirect_uri", demo.self().signedOutUri());
        Tokens tokens = evidence.signOut().tokens();
        if (tokens != null) {
            parameters.put("oauth_token", tokens.access().value());
        }
        parameters.put("state", state);
        return ServerAddresses.with(addresses.logout(), parameters);
    }
}
