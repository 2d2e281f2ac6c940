package org.exeunt.idp.authorization;

import java.util.Objects;
import org.exeunt.idp.client.ClientId;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;

/**
 * Token introspection (RFC 7662). A relying party that proves who it is may introspect its own tokens; any other value, also
 * another relying party's live token, is simply not active.
 */
class Introspection implements AuthenticationProvider {

    private final SharedLookups tokens;
    private final AuthorizationProperties properties;

    Introspection(Authorizations authorizations, AuthorizationProperties properties) {
        this.tokens = new SharedLookups(authorizations::find);
        this.properties = properties;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        var request = (OAuth2TokenIntrospectionAuthenticationToken) authentication;
        if (!(request.getPrincipal() instanceof OAuth2ClientAuthenticationToken client) || !client.isAuthenticated()) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        String caller = Objects.requireNonNull(client.getRegisteredClient()).getClientId();
        return new OAuth2TokenIntrospectionAuthenticationToken(
                request.getToken(), client, answer(new ClientId(caller), request.getToken()));
    }

    /** What an authenticated caller learns. */
    OAuth2TokenIntrospection answer(ClientId caller, String presented) {
        return tokens.find(TokenHash.of(presented))
                .filter(token -> token.live() && token.client().equals(caller))
                .map(this::active)
                .orElseGet(() -> OAuth2TokenIntrospection.builder().build());
    }

    private OAuth2TokenIntrospection active(IssuedToken token) {
        var answer = OAuth2TokenIntrospection.builder(true)
                .issuer(properties.issuer().toString())
                .clientId(token.client().value())
                .issuedAt(token.issuedAt())
                .expiresAt(token.expiresAt())
                .scopes(scopes -> scopes.addAll(token.scopes()));
        token.subject().ifPresent(subject -> answer.subject(subject.value()));
        token.sid().ifPresent(sid -> answer.claim("sid", sid.value()));
        if (token.kind() == TokenKind.ACCESS_TOKEN) {
            answer.tokenType(OAuth2AccessToken.TokenType.BEARER.getValue());
        }
        return answer.build();
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2TokenIntrospectionAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
