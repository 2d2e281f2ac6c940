package org.exeunt.idp.authorization;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.authorization.store.PresentedGrants;
import org.exeunt.idp.client.RelyingParty;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.stereotype.Component;

/** The refresh grant (RFC 6749, section 6) of public clients for endpoints other than the token endpoint. */
@Component
public class RefreshGrant {

    private final AuthenticationProvider provider;
    private final RegisteredClientRepository clients;
    private final AuthorizationServerContext context;

    RefreshGrant(
            OAuth2AuthorizationService authorizations,
            OAuth2TokenGenerator<?> tokens,
            RegisteredClientRepository clients,
            PresentedGrants grants,
            AuthorizationServerSettings settings) {
        this.provider =
                new CheckedGrantProvider(new OAuth2RefreshTokenAuthenticationProvider(authorizations, tokens), grants);
        this.clients = clients;
        this.context = new OurContext(settings);
    }

    /**
     * Exchanges a refresh token of this client for new tokens, exactly as the token endpoint does: a second use of a
     * token ends its authorization.
     *
     * @return empty if the token is not accepted, or the client is not a public one
     */
    public Optional<Refreshed> refresh(String refreshToken, RelyingParty client) {
        if (!client.isPublic()) {
            return Optional.empty();
        }
        var caller = new OAuth2ClientAuthenticationToken(
                Objects.requireNonNull(clients.findById(client.clientId().value())),
                ClientAuthenticationMethod.NONE,
                null);
        AuthorizationServerContextHolder.setContext(context);
        try {
            var issued = (OAuth2AccessTokenAuthenticationToken) Objects.requireNonNull(provider.authenticate(
                    new OAuth2RefreshTokenAuthenticationToken(refreshToken, caller, Set.of(), Map.of())));
            OAuth2RefreshToken next = Objects.requireNonNull(issued.getRefreshToken());
            return Optional.of(new Refreshed(
                    issued.getAccessToken().getTokenValue(),
                    life(issued.getAccessToken()),
                    issued.getAccessToken().getScopes(),
                    next.getTokenValue(),
                    life(next)));
        } catch (OAuth2AuthenticationException refused) {
            return Optional.empty();
        } finally {
            AuthorizationServerContextHolder.resetContext();
        }
    }

    private static Duration life(OAuth2Token token) {
        return Duration.between(
                Objects.requireNonNull(token.getIssuedAt()), Objects.requireNonNull(token.getExpiresAt()));
    }

    /** New tokens and their lifetimes. */
    public record Refreshed(
            String accessToken,
            Duration accessTokenLife,
            Set<String> scopes,
            String refreshToken,
            Duration refreshTokenLife) {

        @Override
        public String toString() {
            return "Refreshed";
        }
    }

    private record OurContext(AuthorizationServerSettings settings) implements AuthorizationServerContext {

        @Override
        public String getIssuer() {
            return Objects.requireNonNull(settings.getIssuer());
        }

        @Override
        public AuthorizationServerSettings getAuthorizationServerSettings() {
            return settings;
        }
    }
}
