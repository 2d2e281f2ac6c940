package org.exeunt.idp.authorization;

import org.exeunt.idp.session.SsoAuthentication;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * Puts our {@code sid} and {@code auth_time} into every ID token, also a refreshed one (OpenID Connect Core 1.0, section
 * 12.2).
 */
class SessionClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {

    @Override
    public void customize(JwtEncodingContext context) {
        if (OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())
                && context.getPrincipal() instanceof SsoAuthentication person) {
            context.getClaims()
                    .claim("sid", person.sid().value())
                    .claim(IdTokenClaimNames.AUTH_TIME, person.authenticatedAt().getEpochSecond());
        }
        if (OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())
                && context.getPrincipal() instanceof SignedInByApp person) {
            context.getClaims()
                    .claim(IdTokenClaimNames.AUTH_TIME, person.authenticatedAt().getEpochSecond());
        }
    }
}
