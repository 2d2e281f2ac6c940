package org.exeunt.idp.authorization.claims;

import java.util.List;
import org.exeunt.idp.session.FirstPartyAuthentication;
import org.exeunt.idp.session.SsoAuthentication;
import org.exeunt.idp.session.SubjectAuthentication;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * Puts {@code auth_time}, {@code acr}, {@code amr} and, of users who have a session, our {@code sid} into every ID token, also a
 * refreshed one (OpenID Connect Core 1.0, sections 2 and 12.2).
 */
public class IdTokenSessionClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {

    /**
     * The only way to sign in today: as {@code amr} by RFC 8176, section 2, and as the authentication context class. A request with
     * {@code acr_values} gets it too: that parameter is a wish, and the claim says what was done.
     */
    public static final String PASSWORD = "pwd";

    @Override
    public void customize(JwtEncodingContext context) {
        if (OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())
                && context.getPrincipal() instanceof SubjectAuthentication person) {
            context.getClaims()
                    .claim(IdTokenClaimNames.AUTH_TIME, person.authenticatedAt().getEpochSecond())
                    .claim(IdTokenClaimNames.ACR, PASSWORD)
                    .claim(IdTokenClaimNames.AMR, List.of(PASSWORD));
            switch (person) {
                case SsoAuthentication sso ->
                    context.getClaims().claim("sid", sso.sid().value());
                case FirstPartyAuthentication _ -> {}
            }
        }
    }
}
