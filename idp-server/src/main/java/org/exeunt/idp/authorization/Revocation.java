package org.exeunt.idp.authorization;

import java.util.Objects;
import org.exeunt.idp.client.ClientId;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenRevocationAuthenticationToken;

/** The framework's side of {@code POST /oauth2/revoke}: who is asking. {@link TokenRevocation} does the rest. */
class Revocation implements AuthenticationProvider {

    private final TokenRevocation revocation;

    Revocation(TokenRevocation revocation) {
        this.revocation = revocation;
    }

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
