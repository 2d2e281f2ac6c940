package org.exeunt.idp.authorization;

import java.util.Objects;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.token.Authorizations;
import org.exeunt.idp.token.IssuedToken;
import org.exeunt.idp.token.TokenKind;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;

/**
 * Token introspection (RFC 7662) behind the framework's endpoint {@code POST /oauth2/introspect}. A client may introspect its own
 * access and refresh tokens, and a resource server the access tokens whose audience names it. Any other value, also another client's
 * live token, is not active.
 */
class IntrospectionProvider implements AuthenticationProvider {

    private final Authorizations authorizations;
    private final RelyingParties relyingParties;
    private final Audiences audiences;
    private final String issuer;

    IntrospectionProvider(
            Authorizations authorizations,
            RelyingParties relyingParties,
            Audiences audiences,
            AuthorizationProperties properties) {
        this.authorizations = authorizations;
        this.relyingParties = relyingParties;
        this.audiences = audiences;
        this.issuer = properties.issuer().toString();
    }

    /** @throws OAuth2AuthenticationException {@code invalid_client} if no client is authenticated by a credential (RFC 7662, section 2.1) */
    @Override
    public Authentication authenticate(Authentication authentication) {
        var request = (OAuth2TokenIntrospectionAuthenticationToken) authentication;
        // A public client is identified, but not authenticated (RFC 7662, section 2.1).
        if (!(request.getPrincipal() instanceof OAuth2ClientAuthenticationToken client)
                || !client.isAuthenticated()
                || ClientAuthenticationMethod.NONE.equals(client.getClientAuthenticationMethod())) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        var caller = new ClientId(
                Objects.requireNonNull(client.getRegisteredClient()).getClientId());
        OAuth2TokenIntrospection answer = authorizations
                .find(request.getToken())
                .filter(token -> token.live() && (token.client().equals(caller) || isFor(caller, token)))
                .map(this::describe)
                .orElseGet(() -> OAuth2TokenIntrospection.builder().build());
        return new OAuth2TokenIntrospectionAuthenticationToken(request.getToken(), client, answer);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2TokenIntrospectionAuthenticationToken.class.isAssignableFrom(authentication);
    }

    /** Whether the caller is a resource server that the access token is meant for. A refresh token has no audience. */
    private boolean isFor(ClientId caller, IssuedToken token) {
        return token.kind() == TokenKind.ACCESS_TOKEN
                && relyingParties
                        .find(caller)
                        .filter(client -> client.isNamedBy(token.audience()))
                        .isPresent();
    }

    /** The members of RFC 7662, section 2.2, and {@code sid}. */
    private OAuth2TokenIntrospection describe(IssuedToken token) {
        var answer = OAuth2TokenIntrospection.builder(true)
                .issuer(issuer)
                .clientId(token.client().value())
                .issuedAt(token.issuedAt())
                .expiresAt(token.expiresAt());
        token.scopes().forEach(answer::scope);
        token.subject().ifPresent(subject -> answer.subject(subject.value()));
        token.sid().ifPresent(sid -> answer.claim("sid", sid.value()));
        if (token.kind() == TokenKind.ACCESS_TOKEN) {
            answer.tokenType(OAuth2AccessToken.TokenType.BEARER.getValue());
            audiences.of(token).forEach(answer::audience);
        }
        return answer.build();
    }
}
