package org.exeunt.idp.authorization.claims;

import org.exeunt.idp.session.FirstPartyAuthentication;
import org.exeunt.idp.session.SsoAuthentication;
import org.exeunt.idp.session.SubjectAuthentication;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * Puts {@code auth_time} and, of people who have a session, our {@code sid} into every ID token, also a refreshed one (OpenID
 * Connect Core 1.0, section 12.2).
 */
public class IdTokenSessionClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {

    @Override
    public void customize(JwtEncodingContext context) {
        if (OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())
                && context.getPrincipal() instanceof SubjectAuthentication person) {
            context.getClaims()
                    .claim(IdTokenClaimNames.AUTH_TIME, person.authenticatedAt().getEpochSecond());
            switch (person) {
                case SsoAuthentication sso ->
                    context.getClaims().claim("sid", sso.sid().value());
                case FirstPartyAuthentication _ -> {}
            }
        }
    }
}
