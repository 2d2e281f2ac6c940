package org.exeunt.idp.authorization.device;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationToken;

/**
 * Accepts {@code openid} in a device authorization request (RFC 8628, section 3.1) of a client that is registered for it. The
 * framework's provider refuses that scope, so it gets the request without it, and the scope is added to what the provider stores.
 */
public final class DeviceAuthorizationProvider implements AuthenticationProvider {

    private final AuthenticationProvider framework;
    private final AuthenticationProvider withOpenId;

    private DeviceAuthorizationProvider(AuthenticationProvider framework, OAuth2AuthorizationService authorizations) {
        this.framework = framework;
        this.withOpenId =
                new OAuth2DeviceAuthorizationRequestAuthenticationProvider(new OpenIdRequests(authorizations));
    }

    /** Decorates the framework's provider among those of the device authorization endpoint. */
    public static void decorate(List<AuthenticationProvider> providers, OAuth2AuthorizationService authorizations) {
        providers.replaceAll(provider -> provider instanceof OAuth2DeviceAuthorizationRequestAuthenticationProvider
                ? new DeviceAuthorizationProvider(provider, authorizations)
                : provider);
    }

    /** @throws OAuth2AuthenticationException what the framework's provider throws */
    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        var request = (OAuth2DeviceAuthorizationRequestAuthenticationToken) authentication;
        if (!request.getScopes().contains(OidcScopes.OPENID) || !isRegisteredForOpenId(request)) {
            return framework.authenticate(request);
        }
        Set<String> others = new HashSet<>(request.getScopes());
        others.remove(OidcScopes.OPENID);
        var withoutOpenId = new OAuth2DeviceAuthorizationRequestAuthenticationToken(
                (Authentication) request.getPrincipal(),
                Objects.requireNonNull(request.getAuthorizationUri()),
                others,
                request.getAdditionalParameters());
        withoutOpenId.setDetails(request.getDetails());
        return withOpenId.authenticate(withoutOpenId);
    }

    private static boolean isRegisteredForOpenId(OAuth2DeviceAuthorizationRequestAuthenticationToken request) {
        return request.getPrincipal() instanceof OAuth2ClientAuthenticationToken client
                && client.getRegisteredClient() != null
                && client.getRegisteredClient().getScopes().contains(OidcScopes.OPENID);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return framework.supports(authentication);
    }

    /** Adds {@code openid} to the scopes of each request that is saved. */
    private record OpenIdRequests(OAuth2AuthorizationService authorizations) implements OAuth2AuthorizationService {

        @Override
        public void save(OAuth2Authorization authorization) {
            Set<String> others = authorization.getAttribute(OAuth2ParameterNames.SCOPE);
            Set<String> scopes = new HashSet<>(Objects.requireNonNull(others));
            scopes.add(OidcScopes.OPENID);
            authorizations.save(OAuth2Authorization.from(authorization)
                    .attribute(OAuth2ParameterNames.SCOPE, scopes)
                    .build());
        }

        @Override
        public void remove(OAuth2Authorization authorization) {
            authorizations.remove(authorization);
        }

        @Override
        public @Nullable OAuth2Authorization findById(String id) {
            return authorizations.findById(id);
        }

        @Override
        public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
            return authorizations.findByToken(token, type);
        }
    }
}
