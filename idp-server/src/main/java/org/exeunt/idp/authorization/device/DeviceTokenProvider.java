package org.exeunt.idp.authorization.device;

import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceCodeAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceCodeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Adds the ID token to the answer of the device grant if the user granted {@code openid} (OpenID Connect Core 1.0, section 3.1.3.3). The
 * framework's provider of this grant issues none.
 */
public final class DeviceTokenProvider implements AuthenticationProvider {

    private static final OAuth2TokenType ID_TOKEN = new OAuth2TokenType(OidcParameterNames.ID_TOKEN);

    private final AuthenticationProvider framework;
    private final OAuth2AuthorizationService authorizations;
    private final OAuth2TokenGenerator<?> tokens;

    private DeviceTokenProvider(
            AuthenticationProvider framework,
            OAuth2AuthorizationService authorizations,
            OAuth2TokenGenerator<?> tokens) {
        this.framework = framework;
        this.authorizations = authorizations;
        this.tokens = tokens;
    }

    /** Decorates the framework's provider among those of the token endpoint. */
    public static void decorate(
            List<AuthenticationProvider> providers,
            OAuth2AuthorizationService authorizations,
            OAuth2TokenGenerator<?> tokens) {
        providers.replaceAll(provider -> provider instanceof OAuth2DeviceCodeAuthenticationProvider
                ? new DeviceTokenProvider(provider, authorizations, tokens)
                : provider);
    }

    /**
     * @throws OAuth2AuthenticationException {@code invalid_grant} if the session of the user ended meanwhile, or what the framework's
     *     provider throws
     */
    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        var grant = (OAuth2DeviceCodeAuthenticationToken) authentication;
        var issued = (OAuth2AccessTokenAuthenticationToken) Objects.requireNonNull(framework.authenticate(grant));
        if (!issued.getAccessToken().getScopes().contains(OidcScopes.OPENID)) {
            return issued;
        }
        OAuth2Authorization authorization =
                authorizations.findByToken(issued.getAccessToken().getTokenValue(), OAuth2TokenType.ACCESS_TOKEN);
        if (authorization == null) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
        }
        Map<String, Object> parameters = new HashMap<>(issued.getAdditionalParameters());
        parameters.put(
                OidcParameterNames.ID_TOKEN,
                idToken(grant, issued, authorization).getTokenValue());
        return new OAuth2AccessTokenAuthenticationToken(
                issued.getRegisteredClient(),
                (Authentication) issued.getPrincipal(),
                issued.getAccessToken(),
                issued.getRefreshToken(),
                parameters);
    }

    private OAuth2Token idToken(
            OAuth2DeviceCodeAuthenticationToken grant,
            OAuth2AccessTokenAuthenticationToken issued,
            OAuth2Authorization authorization) {
        Authentication user = Objects.requireNonNull(authorization.getAttribute(Principal.class.getName()));
        return Objects.requireNonNull(
                tokens.generate(DefaultOAuth2TokenContext.builder()
                        .registeredClient(issued.getRegisteredClient())
                        .principal(user)
                        .authorizationServerContext(AuthorizationServerContextHolder.getContext())
                        .authorization(authorization)
                        .authorizedScopes(authorization.getAuthorizedScopes())
                        .authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
                        .authorizationGrant(grant)
                        .tokenType(ID_TOKEN)
                        .build()),
                "the generator makes ID tokens");
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return framework.supports(authentication);
    }
}
