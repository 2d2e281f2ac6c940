package org.exeunt.idp.authorization;

import org.exeunt.idp.client.ClientId;

/**
 * What the revocation endpoint (RFC 7009) does once the caller is authenticated. Implemented by the logout feature, since
 * there is one place where things end, and it is not here.
 */
public interface TokenRevocation {

    /**
     * Revokes the authorization that this token belongs to, if it was issued to the caller. A token that is unknown, dead
     * or somebody else's is left alone without an error: the answer must not tell which it was.
     */
    void revoke(ClientId caller, String token);
}
