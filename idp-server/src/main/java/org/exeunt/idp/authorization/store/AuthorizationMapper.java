package org.exeunt.idp.authorization.store;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.session.FirstPartyAuthentication;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoAuthentication;
import org.exeunt.idp.session.SubjectAuthentication;
import org.exeunt.idp.token.AuthorizationId;
import org.exeunt.idp.token.Authorizations.Authorization;
import org.exeunt.idp.token.Scopes;
import org.exeunt.idp.token.TokenKind;
import org.exeunt.idp.token.Tokens.Token;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.OAuth2UserCode;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.stereotype.Component;

/**
 * Translates between table rows and the framework's authorization objects. Only the presented value is known in the
 * clear; the object contains placeholders for all others.
 */
@Component
class AuthorizationMapper {

    private final RegisteredClientRepository clients;

    AuthorizationMapper(RegisteredClientRepository clients) {
        this.clients = clients;
    }

    /**
     * The object for a row, with the given tokens. It and its access tokens have the scopes that the client is still registered for, and
     * no others: what is issued from it cannot have more.
     */
    OAuth2Authorization.Builder from(
            Authorization row, List<Token> tokens, @Nullable Token presented, @Nullable String presentedValue) {
        RegisteredClient client = Objects.requireNonNull(
                clients.findById(row.client().value()), "the client of an authorization is registered");
        Set<String> scopes = Scopes.intersection(row.scopes(), client.getScopes());
        OAuth2Authorization.Builder builder = OAuth2Authorization.withRegisteredClient(client)
                .id(row.id().value())
                .authorizationGrantType(new AuthorizationGrantType(row.grantType()))
                .authorizedScopes(scopes)
                .principalName(
                        row.subject() == null
                                ? row.client().value()
                                : row.subject().value());
        person(row).ifPresent(person -> {
            builder.attribute(Principal.class.getName(), person);
            if (scopes.contains(OidcScopes.OPENID)) {
                addIdToken(builder, person.subject(), row.createdAt());
            }
        });
        if (row.request() != null) {
            addRequest(builder, StoredAuthorizationRequest.parse(row.request()), row.client());
        }
        for (Token token : tokens) {
            boolean isPresented = presented != null && presented.hash().equals(token.hash());
            add(
                    builder,
                    token,
                    client.getScopes(),
                    isPresented && presentedValue != null
                            ? presentedValue
                            : token.hash().placeholder());
        }
        return builder;
    }

    /**
     * The user who granted it; empty for the client credentials grant, and for a device that no user has connected
     * yet.
     */
    private static Optional<SubjectAuthentication> person(Authorization row) {
        if (row.subject() == null || row.authenticatedAt() == null) {
            return Optional.empty();
        }
        return Optional.of(
                row.sid() == null
                        ? new FirstPartyAuthentication(row.subject(), row.authenticatedAt())
                        : new SsoAuthentication(row.sid(), row.subject(), row.authenticatedAt()));
    }

    /** The framework checks that there is an ID token; its claims are set again when a new one is issued. */
    private static void addIdToken(OAuth2Authorization.Builder builder, Subject subject, Instant issuedAt) {
        OidcIdToken idToken = OidcIdToken.withTokenValue("not kept")
                .subject(subject.value())
                .issuedAt(issuedAt)
                .expiresAt(issuedAt.plusSeconds(1))
                .build();
        builder.token(
                idToken, metadata -> metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, idToken.getClaims()));
    }

    private static void addRequest(
            OAuth2Authorization.Builder builder, StoredAuthorizationRequest pending, ClientId client) {
        OAuth2AuthorizationRequest request = pending.toAuthorizationRequest(client.value());
        if (request == null) {
            builder.attribute(OAuth2ParameterNames.SCOPE, pending.scopes());
        } else {
            builder.attribute(OAuth2AuthorizationRequest.class.getName(), request);
        }
    }

    private static void add(OAuth2Authorization.Builder builder, Token row, Set<String> registered, String value) {
        if (row.kind() == TokenKind.STATE) {
            if (!row.isConsumed()) {
                builder.attribute(OAuth2ParameterNames.STATE, value);
            }
            return;
        }
        OAuth2Token token = token(row, registered, value);
        builder.token(
                token, metadata -> metadata.put(OAuth2Authorization.Token.INVALIDATED_METADATA_NAME, row.isConsumed()));
    }

    private static OAuth2Token token(Token row, Set<String> registered, String value) {
        return switch (row.kind()) {
            case CODE -> new OAuth2AuthorizationCode(value, row.issuedAt(), row.expiresAt());
            case ACCESS_TOKEN ->
                new OAuth2AccessToken(
                        OAuth2AccessToken.TokenType.BEARER,
                        value,
                        row.issuedAt(),
                        row.expiresAt(),
                        Scopes.intersection(row.scopes(), registered));
            case REFRESH_TOKEN -> new OAuth2RefreshToken(value, row.issuedAt(), row.expiresAt());
            case DEVICE_CODE -> new OAuth2DeviceCode(value, row.issuedAt(), row.expiresAt());
            case USER_CODE -> new OAuth2UserCode(value, row.issuedAt(), row.expiresAt());
            case STATE -> throw new IllegalArgumentException("a state is an attribute, not a token");
        };
    }

    /** The row for an object. */
    Authorization toRow(OAuth2Authorization object, Instant createdAt) {
        SubjectAuthentication person =
                object.getAttribute(Principal.class.getName()) instanceof SubjectAuthentication found ? found : null;
        Sid sid = switch (person) {
            case SsoAuthentication sso -> sso.sid();
            case FirstPartyAuthentication _ -> null;
            case null -> null;
        };
        return new Authorization(
                new AuthorizationId(object.getId()),
                new ClientId(object.getRegisteredClientId()),
                person == null ? null : person.subject(),
                sid,
                object.getAuthorizationGrantType().getValue(),
                object.getAuthorizedScopes(),
                request(object),
                person == null ? null : person.authenticatedAt(),
                createdAt,
                null);
    }

    private static @Nullable String request(OAuth2Authorization object) {
        OAuth2AuthorizationRequest request = object.getAttribute(OAuth2AuthorizationRequest.class.getName());
        if (request != null) {
            return StoredAuthorizationRequest.of(request).toJson();
        }
        Set<String> deviceScopes = object.getAttribute(OAuth2ParameterNames.SCOPE);
        return deviceScopes == null
                ? null
                : StoredAuthorizationRequest.ofDevice(deviceScopes).toJson();
    }
}
