package org.exeunt.idp.authorization.store;

import java.util.List;
import org.exeunt.idp.audit.AuditTrail;
import org.exeunt.idp.audit.RequestedBy;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.database.Changed;
import org.exeunt.idp.database.GuardedWriter;
import org.exeunt.idp.token.AuthorizationId;
import org.exeunt.idp.token.Authorizations;
import org.exeunt.idp.token.Authorizations.Authorization;
import org.exeunt.idp.token.TokenHash;
import org.exeunt.idp.token.TokenKind;
import org.exeunt.idp.token.Tokens;
import org.exeunt.idp.token.Tokens.Token;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.stereotype.Component;

/**
 * Decides what it means that a client presents an authorization code or refresh token at the token endpoint.
 *
 * <p>A value that is presented a second time was stolen or replayed, by whom is unknown: its authorization ends (RFC 9700, section
 * 4.14.2). That holds only if the client to which it was issued presents it, a code with the verifier of its challenge. Anyone else who
 * came by a used value could end the authorization otherwise.
 */
@Component
public class PresentedGrants {

    private static final Logger log = LoggerFactory.getLogger(PresentedGrants.class);

    private final Authorizations authorizations;
    private final Tokens tokens;
    private final GuardedWriter writer;
    private final AuditTrail audit;

    PresentedGrants(Authorizations authorizations, Tokens tokens, GuardedWriter writer, AuditTrail audit) {
        this.authorizations = authorizations;
        this.tokens = tokens;
        this.writer = writer;
        this.audit = audit;
    }

    /**
     * Returns if the client may use the value now, as far as it has not expired: the framework checks that, by the clock that it issued the
     * value with. Whether it still may when the tokens are stored is decided there again.
     *
     * @param client the authenticated client. If it presents a code, its {@code code_verifier} was verified
     * @throws OAuth2AuthenticationException {@code invalid_grant} with a description (RFC 6749, section 5.2) if the value is unknown,
     *     used, issued to another client, or its authorization has ended
     */
    public void requireUsable(String presented, TokenKind kind, ClientId client) {
        Token token = tokens.find(TokenHash.of(presented))
                .filter(found -> found.kind() == kind)
                .orElseThrow(() -> invalidGrant("unknown " + name(kind)));
        Authorization authorization = authorizations
                .findLive(token.authorization())
                .orElseThrow(() -> invalidGrant("the " + name(kind) + " was revoked, or its session has ended"));
        if (!authorization.client().equals(client)) {
            throw invalidGrant("the " + name(kind) + " was issued to another client");
        }
        if (token.isConsumed() && kind.isSingleUseCredential()) {
            endReplayed(token.authorization(), kind);
            throw usedTwice(kind);
        }
    }

    /** Ends an authorization of which a code or refresh token was used twice; writes an audit event and a log line. */
    void endReplayed(AuthorizationId id, TokenKind kind) {
        Changed changed =
                writer.execute(authorizations.ending(List.of(id)), List.of(audit.revoked(RequestedBy.REPLAY)));
        if (!changed.isNothing()) {
            log.warn("{} used twice, its authorization ended: authorization={}", name(kind), id.value());
        }
    }

    static OAuth2AuthenticationException usedTwice(TokenKind kind) {
        return invalidGrant(name(kind) + " used twice");
    }

    private static OAuth2AuthenticationException invalidGrant(String description) {
        return new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_GRANT, description, null));
    }

    private static String name(TokenKind kind) {
        return kind == TokenKind.CODE
                ? "authorization code"
                : kind.parameterName().replace('_', ' ');
    }
}
