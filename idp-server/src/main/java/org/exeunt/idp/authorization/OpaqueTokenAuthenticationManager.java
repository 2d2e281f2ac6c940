package org.exeunt.idp.authorization;

import java.util.List;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.token.Authorizations;
import org.exeunt.idp.token.IssuedToken;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Authenticates the bearer of a live access token as an {@link AccessTokenPrincipal}. */
class OpaqueTokenAuthenticationManager implements AuthenticationManager {

    private final Authorizations authorizations;
    private final RelyingParties relyingParties;

    OpaqueTokenAuthenticationManager(Authorizations authorizations, RelyingParties relyingParties) {
        this.authorizations = authorizations;
        this.relyingParties = relyingParties;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        String presented = ((BearerTokenAuthenticationToken) authentication).getToken();
        IssuedToken token = authorizations
                .find(presented)
                .filter(IssuedToken::isLiveAccessToken)
                .orElseThrow(() -> new InvalidBearerTokenException("the access token is not accepted, or no longer"));
        var principal = new AccessTokenPrincipal(token, authorities(token));
        return new BearerTokenAuthentication(
                principal,
                new OAuth2AccessToken(
                        OAuth2AccessToken.TokenType.BEARER,
                        presented,
                        token.issuedAt(),
                        token.expiresAt(),
                        token.scopes()),
                principal.getAuthorities());
    }

    /**
     * The registration may have changed since the token was issued: the authorities of a client that has no secret
     * any more are dropped.
     */
    private List<GrantedAuthority> authorities(IssuedToken token) {
        boolean ownTokenOfConfidentialClient = token.subject().isEmpty()
                && relyingParties
                        .find(token.client())
                        .filter(client -> !client.isPublic())
                        .isPresent();
        return ownTokenOfConfidentialClient
                ? token.scopes().stream()
                        .<GrantedAuthority>map(scope -> new SimpleGrantedAuthority("SCOPE_" + scope))
                        .toList()
                : List.of();
    }
}
