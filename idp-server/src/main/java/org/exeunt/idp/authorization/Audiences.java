package org.exeunt.idp.authorization;

import static java.util.stream.Collectors.toCollection;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.token.IssuedToken;
import org.exeunt.idp.token.Scopes;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenClaimsContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.stereotype.Component;

/**
 * The audience of access tokens: which resource servers a token is meant for. It is what the client is registered for, narrowed by the
 * request parameter {@code resource} (RFC 8707), and the issuer alone for a client that is registered for none (RFC 9068, section 3).
 */
@Component
public class Audiences implements OAuth2TokenCustomizer<OAuth2TokenClaimsContext> {

    /** The request parameter; it may be repeated (RFC 8707, section 2). */
    public static final String RESOURCE = "resource";

    /** The error for a resource that a client may not name (RFC 8707, section 2). */
    public static final String INVALID_TARGET = "invalid_target";

    private final RelyingParties relyingParties;
    private final Set<String> issuer;

    Audiences(RelyingParties relyingParties, AuthorizationProperties properties) {
        this.relyingParties = relyingParties;
        this.issuer = Set.of(properties.issuer().toString());
    }

    /** Whether each {@code resource} among the parameters of an authorization request is registered for the client. */
    public boolean areRegistered(String clientId, Map<String, Object> parameters) {
        return registered(clientId).containsAll(resources(parameters));
    }

    /**
     * Sets the claim {@code aud}. A token request may name some of the resources that the authorization request named, or of those that are
     * registered if that named none.
     *
     * @throws OAuth2AuthenticationException {@code invalid_target} if it names another one, or if no resource of the authorization request
     *     is registered any more
     */
    @Override
    public void customize(OAuth2TokenClaimsContext context) {
        Set<String> registered = registered(context.getRegisteredClient().getClientId());
        Set<String> granted = Scopes.intersection(granted(context.getAuthorization(), registered), registered);
        if (granted.isEmpty()) {
            throw invalidTarget("no resource of the authorization request is registered for this client any more");
        }
        Authentication grant = context.getAuthorizationGrant();
        Set<String> named = grant instanceof OAuth2AuthorizationGrantAuthenticationToken request
                ? resources(request.getAdditionalParameters())
                : Set.of();
        if (!registered.containsAll(named)) {
            throw invalidTarget("resource has a value that is not registered for this client");
        }
        if (!granted.containsAll(named)) {
            throw invalidTarget("resource has a value that the authorization request did not name");
        }
        context.getClaims().audience(List.copyOf(named.isEmpty() ? granted : named));
    }

    /** The audience of an access token as the claim {@code aud} has it. */
    Set<String> of(IssuedToken token) {
        return token.audience().isEmpty() ? issuer : token.audience();
    }

    private Set<String> registered(String clientId) {
        return relyingParties
                .find(clientId)
                .map(RelyingParty::audiences)
                .filter(audiences -> !audiences.isEmpty())
                .orElse(issuer);
    }

    /** A client that named no resource gets what is registered at each time that it gets a token. */
    private static Set<String> granted(@Nullable OAuth2Authorization authorization, Set<String> registered) {
        OAuth2AuthorizationRequest request =
                authorization == null ? null : authorization.getAttribute(OAuth2AuthorizationRequest.class.getName());
        Set<String> named = request == null ? Set.of() : resources(request.getAdditionalParameters());
        return named.isEmpty() ? registered : named;
    }

    /** The values of the parameter; an empty one counts as left out (RFC 6749, section 3.1). */
    private static Set<String> resources(Map<String, Object> parameters) {
        Stream<String> values = switch (parameters.get(RESOURCE)) {
            case String one -> Stream.of(one);
            case String[] several -> Arrays.stream(several);
            case null, default -> Stream.of();
        };
        return values.filter(value -> !value.isEmpty()).collect(toCollection(LinkedHashSet::new));
    }

    private static OAuth2AuthenticationException invalidTarget(String description) {
        return new OAuth2AuthenticationException(new OAuth2Error(INVALID_TARGET, description, null));
    }
}
