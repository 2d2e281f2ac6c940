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
 * What the framework wants back of an authorization request or device request until its tokens are issued, in a form of our
 * own: plain strings, no class names, so that nothing in the database decides which classes are made.
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

    /** An ID token in it is not kept (invariant 8), nor who somebody was thought to be; nobody asks for it again. */
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
