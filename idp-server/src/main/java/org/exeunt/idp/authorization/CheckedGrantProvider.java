package org.exeunt.idp.authorization;

import java.util.List;
import java.util.Objects;
import org.exeunt.idp.authorization.store.PresentedGrants;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.token.TokenKind;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceCodeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationToken;

/**
 * Asks {@link PresentedGrants} before the framework's provider of a grant issues tokens. The framework would invalidate the code of
 * another client, and says of no refusal why.
 */
record CheckedGrantProvider(AuthenticationProvider framework, PresentedGrants grants)
        implements AuthenticationProvider {

    /** Puts the check before each provider of the token endpoint. */
    static void checkAll(List<AuthenticationProvider> providers, PresentedGrants grants) {
        providers.replaceAll(provider -> new CheckedGrantProvider(provider, grants));
    }

    /** @throws OAuth2AuthenticationException {@code invalid_grant} with a description, or what the framework's provider throws */
    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        switch (authentication) {
            case OAuth2AuthorizationCodeAuthenticationToken grant ->
                grants.requireUsable(grant.getCode(), TokenKind.CODE, client(grant));
            case OAuth2RefreshTokenAuthenticationToken grant ->
                grants.requireUsable(grant.getRefreshToken(), TokenKind.REFRESH_TOKEN, client(grant));
            case OAuth2DeviceCodeAuthenticationToken grant ->
                grants.requireUsable(grant.getDeviceCode(), TokenKind.DEVICE_CODE, client(grant));
            default -> {}
        }
        return framework.authenticate(authentication);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return framework.supports(authentication);
    }

    private static ClientId client(OAuth2AuthorizationGrantAuthenticationToken grant) {
        var client = (OAuth2ClientAuthenticationToken) grant.getPrincipal();
        return new ClientId(Objects.requireNonNull(client.getRegisteredClient()).getClientId());
    }
}
