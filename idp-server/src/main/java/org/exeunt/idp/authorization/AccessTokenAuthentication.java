package org.exeunt.idp.authorization;

import java.util.List;
import java.util.Map;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Accepts a bearer token at our own endpoints (userinfo) if it is a live access token. */
class AccessTokenAuthentication implements AuthenticationManager {

    private final Authorizations authorizations;

    AccessTokenAuthentication(Authorizations authorizations) {
        this.authorizations = authorizations;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        String presented = ((BearerTokenAuthenticationToken) authentication).getToken();
        IssuedToken token = authorizations
                .find(presented)
                .filter(IssuedToken::isLiveAccessToken)
                .orElseThrow(() -> new InvalidBearerTokenException("the access token is not accepted, or no longer"));
        String name =
                token.subject().map(Object::toString).orElse(token.client().value());
        return new BearerTokenAuthentication(
                new DefaultOAuth2AuthenticatedPrincipal(name, Map.of("sub", name), List.of()),
                new OAuth2AccessToken(
                        OAuth2AccessToken.TokenType.BEARER,
                        presented,
                        token.issuedAt(),
                        token.expiresAt(),
                        token.scopes()),
                List.of());
    }
}
