package org.exeunt.idp.authorization.checksession;

import java.security.SecureRandom;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.secret.Secret;
import org.springframework.stereotype.Component;

/** Makes {@code session_state} (OpenID Connect Session Management 1.0, section 2). */
@Component
class SessionState {

    private final SecureRandom random;

    SessionState(SecureRandom random) {
        this.random = random;
    }

    /**
     * A value that the script in our frame can make again from what it hears and sees, and nobody can compare with another one:
     * base64url(SHA-256(client_id, origin, browser state and salt, with spaces between)), a dot, and the salt.
     *
     * @param origin of the relying party's pages
     */
    String of(ClientId client, Origin origin, String opBrowserState) {
        String salt = Secret.random(random).value();
        return new Secret(String.join(" ", client.value(), origin.value(), opBrowserState, salt)).hash() + "." + salt;
    }
}
