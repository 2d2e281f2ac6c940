package org.exeunt.idp.token;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.session.Sid;

/**
 * What we know of an access or refresh token that somebody presented.
 *
 * @param client the relying party that it was issued to
 * @param subject the person who signed in; empty for a client's own token
 * @param sid the SSO session under which it was issued; empty if there was none
 * @param ended whether its authorization is over, by itself or with its session, so that nothing is left to revoke; not if the
 *     session is only past its limit, which may still be put off
 * @param live whether it would be accepted now
 */
public record IssuedToken(
        AuthorizationId authorization,
        TokenKind kind,
        ClientId client,
        Optional<Subject> subject,
        Optional<Sid> sid,
        Set<String> scopes,
        Instant issuedAt,
        Instant expiresAt,
        boolean ended,
        boolean live) {

    /** Whether it is a live access token: the only kind that authenticates a request. */
    public boolean isLiveAccessToken() {
        return live && kind == TokenKind.ACCESS_TOKEN;
    }
}
