package org.exeunt.idp.authorization;

import org.exeunt.idp.client.ClientId;

/**
 * Revokes tokens for the revocation endpoint (RFC 7009). The logout module implements it: this module must not import it, and
 * authorizations end there only.
 */
public interface TokenRevocation {

    /**
     * Revokes the authorization that this token belongs to, if it was issued to the caller. Does nothing, and throws nothing, if
     * the token is unknown, not live, or issued to another client (RFC 7009, section 2.2).
     *
     * @param caller the authenticated client
     * @param token the presented value of an access or refresh token
     */
    void revoke(ClientId caller, String token);
}
