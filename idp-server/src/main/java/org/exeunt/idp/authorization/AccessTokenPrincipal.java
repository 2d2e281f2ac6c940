package org.exeunt.idp.authorization;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.token.IssuedToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;

/**
 * The principal of a live access token.
 *
 * @param authorities the scopes ({@code SCOPE_…}) of a token of the client credentials grant; empty for a token that
 *     a user granted, which never gives access to other users, whatever its scopes
 */
public record AccessTokenPrincipal(IssuedToken token, List<GrantedAuthority> authorities)
        implements OAuth2AuthenticatedPrincipal {

    /** The subject; for the client credentials grant the client id. */
    @Override
    public String getName() {
        return token.subject().map(Object::toString).orElse(token.client().value());
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of("sub", getName());
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return authorities;
    }
}
