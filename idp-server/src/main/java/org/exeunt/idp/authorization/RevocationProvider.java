package org.exeunt.idp.authorization;

import java.util.Objects;
import org.exeunt.idp.client.ClientId;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenRevocationAuthenticationToken;

/**
 * Token revocation (RFC 7009) behind the framework's endpoint {@code POST /oauth2/revoke}. The framework
 * authenticates the client and answers; {@link TokenRevocation} revokes.
 */
class RevocationProvider implements AuthenticationProvider {

    private final TokenRevocation revocation;

    RevocationProvider(TokenRevocation revocation) {
        this.revocation = revocation;
    }

    /** @throws OAuth2AuthenticationException {@code invalid_client} if no client is authenticated (RFC 6749, section 5.2) */
    @Override
    public Authentication authenticate(Authentication authentication) {
        var request = (OAuth2TokenRevocationAuthenticationToken) authentication;
        if (!(request.getPrincipal() instanceof OAuth2ClientAuthenticationToken client) || !client.isAuthenticated()) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        String clientId = Objects.requireNonNull(client.getRegisteredClient()).getClientId();
        revocation.revoke(new ClientId(clientId), request.getToken());
        return new OAuth2TokenRevocationAuthenticationToken(request.getToken(), client, request.getTokenTypeHint());
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2TokenRevocationAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
