package org.exeunt.idp.logout;

import java.util.Optional;

/**
 * The parameters of a logout by redirect, each given at most once, of bounded length and without control characters.
 *
 * @param clientId the relying party in whose context the logout happens
 * @param target where the browser wants to go afterwards; a wish until a registration proves it
 * @param oauthToken a token to revoke along with the session
 * @param idTokenHint an ID token of the session to end
 * @param state handed back to the target
 */
public record RedirectParameters(
        Optional<String> clientId,
        Optional<String> target,
        Optional<String> oauthToken,
        Optional<String> idTokenHint,
        Optional<String> state) {

    /** Without the token and the hint: this may reach a log. */
    @Override
    public String toString() {
        return "client_id=" + clientId.orElse("-") + " target=" + target.orElse("-");
    }
}
