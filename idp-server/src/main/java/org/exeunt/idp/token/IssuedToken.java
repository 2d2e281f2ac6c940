package org.exeunt.idp.token;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.session.Sid;

/**
 * A presented access or refresh token and the state of its authorization.
 *
 * @param client the client that it was issued to
 * @param subject the user; empty for the client credentials grant
 * @param sid the SSO session under which it was issued; empty if there was none
 * @param audience which resource servers an access token is meant for, by client identifiers or URIs, of those that its client is still
 *     registered for; empty if it is for this server alone, and for a refresh token
 * @param ended whether its authorization ended, by itself or with its session, so that nothing is left to revoke;
 *     {@code false} if the session is only past its limit, which a node with a slow clock may extend
 * @param live whether it would be accepted now
 */
public record IssuedToken(
        AuthorizationId authorization,
        TokenKind kind,
        ClientId client,
        Optional<Subject> subject,
        Optional<Sid> sid,
        Set<String> scopes,
        Set<String> audience,
        Instant issuedAt,
        Instant expiresAt,
        boolean ended,
        boolean live) {

    /** Whether it is a live access token: the only kind that authenticates a request. */
    public boolean isLiveAccessToken() {
        return live && kind == TokenKind.ACCESS_TOKEN;
    }
}
