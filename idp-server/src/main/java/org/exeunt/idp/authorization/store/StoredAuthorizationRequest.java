package org.exeunt.idp.authorization.store;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.exeunt.idp.session.ExpectedSubject;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parts of an authorization request or device request that the framework needs until its tokens are issued, as
 * plain strings: no class names, so that stored data cannot decide which classes are instantiated.
 *
 * @param authorizationUri endpoint of the authorization request; {@code null} for a device request
 * @param scopes requested scopes
 * @param parameters further parameters ({@code nonce}, {@code code_challenge}, …), each with all its values
 */
public record StoredAuthorizationRequest(
        @Nullable String authorizationUri,
        @Nullable String redirectUri,
        @Nullable String state,
        Set<String> scopes,
        Map<String, List<String>> parameters) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Without an ID token (invariant 8) and the hints of the expected user, which are not needed any more. */
    static StoredAuthorizationRequest of(OAuth2AuthorizationRequest request) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        request.getAdditionalParameters()
                .forEach((name, value) -> parameters.put(
                        name, value instanceof String[] several ? List.of(several) : List.of(value.toString())));
        parameters.remove("id_token_hint");
        parameters.remove("login_hint");
        parameters.remove(ExpectedSubject.PARAMETER);
        return new StoredAuthorizationRequest(
                request.getAuthorizationUri(),
                request.getRedirectUri(),
                request.getState(),
                new LinkedHashSet<>(request.getScopes()),
                parameters);
    }

    static StoredAuthorizationRequest ofDevice(Set<String> scopes) {
        return new StoredAuthorizationRequest(null, null, null, new LinkedHashSet<>(scopes), Map.of());
    }

    static StoredAuthorizationRequest parse(String json) {
        return JSON.readValue(json, StoredAuthorizationRequest.class);
    }

    String toJson() {
        return JSON.writeValueAsString(this);
    }

    /** The authorization request of the framework; {@code null} for a device request. */
    @Nullable
    OAuth2AuthorizationRequest toAuthorizationRequest(String clientId) {
        if (authorizationUri == null) {
            return null;
        }
        Map<String, Object> additional = new HashMap<>();
        parameters.forEach((name, values) ->
                additional.put(name, values.size() == 1 ? values.getFirst() : values.toArray(String[]::new)));
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(authorizationUri)
                .clientId(clientId)
                .redirectUri(redirectUri)
                .state(state)
                .scopes(scopes)
                .additionalParameters(additional)
                .build();
    }
}
