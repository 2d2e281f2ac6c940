package org.exeunt.demo.evidence;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.exeunt.demo.config.DemoProperties;
import org.exeunt.demo.server.ServerAddresses;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Ends the session that a sign-out by API call left alone, for a user who is signed out here already.
 *
 * <p>It is a sign-out by redirect of its own, so the old tokens are asked about anew, by that kind's promises.
 */
@RestController
class EndSessionController {

    private final DemoProperties demo;
    private final ServerAddresses addresses;
    private final StringKeyGenerator unguessable;
    private final InstantSource clock;

    EndSessionController(
            DemoProperties demo, ServerAddresses addresses, StringKeyGenerator unguessable, InstantSource clock) {
        this.demo = demo;
        this.addresses = addresses;
        this.unguessable = unguessable;
        this.clock = clock;
    }

    @PostMapping("/signed-out/end-session")
    ResponseEntity<Void> endSession(HttpServletRequest request) {
        String state = unguessable.generateKey();
        EvidenceStore.find(request)
                .map(Evidence::signOut)
                .map(old -> new SignOut(SignOutKind.REDIRECT, old.who(), old.sid(), old.tokens(), clock.instant()))
                .ifPresent(next -> EvidenceStore.put(request, Evidence.of(next).sentAwayWith(state)));
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", demo.self().clientId());
        parameters.put("redirect_uri", demo.self().signedOutUri());
        parameters.put("state", state);
        URI logout = ServerAddresses.with(addresses.logout(), parameters);
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(logout).build();
    }
}
