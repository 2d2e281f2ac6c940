package org.exeunt.idp.authorization.claims;

import org.exeunt.idp.account.Accounts;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.session.SubjectAuthentication;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * Puts the claims of the granted scopes, as the UserInfo endpoint gives them, into the ID tokens of clients that are registered for that,
 * also into refreshed ones (OpenID Connect Core 1.0, section 5.4). The values are those of the account at that time.
 */
public class IdTokenProfileClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {

    private final Accounts accounts;
    private final RelyingParties relyingParties;

    public IdTokenProfileClaims(Accounts accounts, RelyingParties relyingParties) {
        this.accounts = accounts;
        this.relyingParties = relyingParties;
    }

    @Override
    public void customize(JwtEncodingContext context) {
        if (OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())
                && context.getPrincipal() instanceof SubjectAuthentication person
                && relyingParties
                        .find(context.getRegisteredClient().getClientId())
                        .filter(RelyingParty::idTokenClaims)
                        .isPresent()) {
            accounts.find(person.subject())
                    .ifPresent(account -> context.getClaims()
                            .claims(claims ->
                                    claims.putAll(StandardClaims.of(account, context.getAuthorizedScopes()))));
        }
    }
}
