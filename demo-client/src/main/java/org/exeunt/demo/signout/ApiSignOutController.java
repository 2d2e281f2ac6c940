package org.exeunt.demo.signout;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import org.exeunt.demo.evidence.Evidence;
import org.exeunt.demo.evidence.EvidenceStore;
import org.exeunt.demo.evidence.SignOutKind;
import org.exeunt.demo.server.IdentityServer;
import org.exeunt.demo.server.Tokens;
import org.exeunt.demo.signin.CurrentSignIn;
import org.exeunt.demo.signin.FreshToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Kind 2: signs out here, then asks the identity provider, from server to server, to revoke this sign-in's tokens. */
@RestController
class ApiSignOutController {

    private static final Logger log = LoggerFactory.getLogger(ApiSignOutController.class);

    private final CurrentSignIn signIn;
    private final LocalSignOut localSignOut;
    private final IdentityServer server;

    ApiSignOutController(CurrentSignIn signIn, LocalSignOut localSignOut, IdentityServer server) {
        this.signIn = signIn;
        this.localSignOut = localSignOut;
        this.server = server;
    }

    @PostMapping("/sign-out/api")
    ResponseEntity<Void> signOut(HttpServletRequest request, HttpServletResponse response) {
        // The access token is its own authentication for this call: one that has run out could not take the
        // refresh token with it.
        FreshToken fresh = signIn.freshToken(request, response);
        if (!(fresh instanceof FreshToken.Usable)) {
            log.info("Signing out without a fresh access token");
        }
        localSignOut.end(request, SignOutKind.API).ifPresent(evidence -> revoke(evidence, request));
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/signed-out"))
                .build();
    }

    private void revoke(Evidence evidence, HttpServletRequest request) {
        Tokens tokens = evidence.signOut().tokens();
        if (tokens != null) {
            EvidenceStore.put(request, evidence.withCall(server.apiLogout(HttpMethod.GET, tokens.access())));
        }
    }
}
