package org.exeunt.idp.logout;

import java.util.Optional;

/**
 * The parameters of a redirect logout, each given at most once, of bounded length and without control characters.
 *
 * @param clientId the client in whose context the logout happens
 * @param target where the browser wants to go afterwards; not trusted before a registration proves it
 * @param oauthToken a token to revoke along with the session
 * @param idTokenHint an ID token of the session to end
 * @param state returned to the target
 */
public record RedirectParameters(
        Optional<String> clientId,
        Optional<String> target,
        Optional<String> oauthToken,
        Optional<String> idTokenHint,
        Optional<String> state) {

    /** Omits the token and the hint, since it may be logged. */
    @Override
    public String toString() {
        return "client_id=" + clientId.orElse("-") + " target=" + target.orElse("-");
    }
}
