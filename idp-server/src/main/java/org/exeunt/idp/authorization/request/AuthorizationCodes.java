package org.exeunt.idp.authorization.request;

import java.security.Principal;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.exeunt.idp.account.Accounts;
import org.exeunt.idp.account.SignInAccount;
import org.exeunt.idp.authorization.AuthorizationProperties;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.session.FirstPartyAuthentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Authorization codes of users who signed in within an application, without a session. */
@Component
class AuthorizationCodes {

    private final RegisteredClientRepository clients;
    private final OAuth2AuthorizationService authorizations;
    private final Accounts accounts;
    private final AuthorizationProperties properties;
    private final TransactionOperations transaction;
    private final InstantSource clock;
    private final SecureRandom random;

    AuthorizationCodes(
            RegisteredClientRepository clients,
            OAuth2AuthorizationService authorizations,
            Accounts accounts,
            AuthorizationProperties properties,
            TransactionOperations transaction,
            InstantSource clock,
            SecureRandom random) {
        this.clients = clients;
        this.authorizations = authorizations;
        this.accounts = accounts;
        this.properties = properties;
        this.transaction = transaction;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Issues a code to this client.
     *
     * @param checked the account whose password was verified
     * @param parameters of the request that the redemption checks
     * @return empty if the account was disabled, or all its access revoked, since the password was verified
     */
    Optional<Secret> issue(
            ClientId clientId, SignInAccount checked, Set<String> scopes, Map<String, Object> parameters) {
        RegisteredClient client = Objects.requireNonNull(clients.findById(clientId.value()));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Secret code = Secret.random(random);
        var request = OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(properties.issuer() + AuthorizationChallengeController.PATH)
                .clientId(client.getClientId())
                .scopes(scopes)
                .additionalParameters(parameters)
                .build();
        OAuth2Authorization authorization = OAuth2Authorization.withRegisteredClient(client)
                .id(UUID.randomUUID().toString())
                .principalName(checked.subject().value())
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizedScopes(scopes)
                .attribute(Principal.class.getName(), new FirstPartyAuthentication(checked.subject(), now))
                .attribute(OAuth2AuthorizationRequest.class.getName(), request)
                .token(new OAuth2AuthorizationCode(
                        code.value(), now, now.plus(properties.tokens().codeLifetime())))
                .build();
        return Objects.requireNonNull(transaction.execute(_ -> {
            if (!accounts.admits(checked)) {
                return Optional.<Secret>empty();
            }
            authorizations.save(authorization);
            return Optional.of(code);
        }));
    }
}
