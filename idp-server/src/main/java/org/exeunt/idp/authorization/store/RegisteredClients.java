package org.exeunt.idp.authorization.store;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.exeunt.idp.authorization.AuthorizationProperties;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.stereotype.Component;

/** The framework's repository of clients. Its internal identifier of a client is the {@code client_id}. */
@Component
class RegisteredClients implements RegisteredClientRepository {

    private final RelyingParties relyingParties;
    private final AuthorizationProperties properties;
    private final Map<ClientId, Made> made = new ConcurrentHashMap<>();

    RegisteredClients(RelyingParties relyingParties, AuthorizationProperties properties) {
        this.relyingParties = relyingParties;
        this.properties = properties;
    }

    @Override
    public void save(RegisteredClient registeredClient) {
        throw new UnsupportedOperationException("relying parties are registered by configuration");
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return findByClientId(id);
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String clientId) {
        Optional<RelyingParty> relyingParty = relyingParties.find(clientId);
        return relyingParty
                // The framework requires at least one grant type.
                .filter(registered -> !registered.grantTypes().isEmpty())
                .map(this::registeredClient)
                .orElse(null);
    }

    /** Cached until the registration changes: building one costs more than looking it up. */
    private RegisteredClient registeredClient(RelyingParty relyingParty) {
        Made known = made.get(relyingParty.clientId());
        if (known != null && known.from().equals(relyingParty)) {
            return known.client();
        }
        RegisteredClient client = toRegisteredClient(relyingParty);
        made.put(relyingParty.clientId(), new Made(relyingParty, client));
        return client;
    }

    private RegisteredClient toRegisteredClient(RelyingParty relyingParty) {
        RegisteredClient.Builder builder = RegisteredClient.withId(
                        relyingParty.clientId().value())
                .clientId(relyingParty.clientId().value())
                .clientName(relyingParty.name())
                .authorizationGrantTypes(grants ->
                        relyingParty.grantTypes().forEach(grant -> grants.add(new AuthorizationGrantType(grant))))
                .scopes(scopes -> scopes.addAll(relyingParty.scopes()))
                .redirectUris(uris -> uris.addAll(relyingParty.redirectUris()))
                .postLogoutRedirectUris(uris -> uris.addAll(relyingParty.postLogoutRedirectUris()))
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(relyingParty.requirePkce())
                        .requireAuthorizationConsent(relyingParty.requireConsent())
                        .build())
                .tokenSettings(TokenSettings.builder()
                        .accessTokenFormat(OAuth2TokenFormat.REFERENCE)
                        .accessTokenTimeToLive(properties.tokens().accessTokenLifetime())
                        .refreshTokenTimeToLive(properties.tokens().refreshTokenLifetime())
                        .authorizationCodeTimeToLive(properties.tokens().codeLifetime())
                        .reuseRefreshTokens(false)
                        .build());
        if (relyingParty.secretHash() == null) {
            builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
        } else {
            builder.clientSecret(relyingParty.secretHash())
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        }
        return builder.build();
    }

    private record Made(RelyingParty from, RegisteredClient client) {}
}
