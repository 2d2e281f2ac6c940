package org.exeunt.idp.authorization.device;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.throttle.ThrottleDecision;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.http.converter.OAuth2ErrorHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Limits device authorization requests (RFC 8628, section 3.1), and accepts {@code openid} of a client that is registered for it. The
 * framework's provider refuses that scope, so it gets the request without it, and the scope is added to what the provider stores.
 */
public final class DeviceAuthorizationProvider implements AuthenticationProvider {

    private final AuthenticationProvider framework;
    private final AuthenticationProvider withOpenId;
    private final DeviceThrottle throttle;

    private DeviceAuthorizationProvider(
            AuthenticationProvider framework, OAuth2AuthorizationService authorizations, DeviceThrottle throttle) {
        this.framework = framework;
        this.throttle = throttle;
        this.withOpenId =
                new OAuth2DeviceAuthorizationRequestAuthenticationProvider(new OpenIdRequests(authorizations));
    }

    /** Decorates the framework's provider among those of the device authorization endpoint. */
    public static void decorate(
            List<AuthenticationProvider> providers,
            OAuth2AuthorizationService authorizations,
            DeviceThrottle throttle) {
        providers.replaceAll(provider -> provider instanceof OAuth2DeviceAuthorizationRequestAuthenticationProvider
                ? new DeviceAuthorizationProvider(provider, authorizations, throttle)
                : provider);
    }

    /**
     * @throws TooManyDeviceRequestsException if the client, or the address, has to wait
     * @throws OAuth2AuthenticationException what the framework's provider throws
     */
    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        var request = (OAuth2DeviceAuthorizationRequestAuthenticationToken) authentication;
        if (!(request.getPrincipal() instanceof OAuth2ClientAuthenticationToken client)
                || client.getRegisteredClient() == null) {
            return framework.authenticate(request);
        }
        var clientId = new ClientId(client.getRegisteredClient().getClientId());
        return switch (throttle.admitRequest(clientId, request)) {
            case ThrottleDecision.RetryAfter wait -> throw new TooManyDeviceRequestsException(wait);
            case ThrottleDecision.Allowed admitted -> issue(request, client.getRegisteredClient(), admitted);
        };
    }

    /** An invalid request writes nothing, and is not counted. */
    private @Nullable Authentication issue(
            OAuth2DeviceAuthorizationRequestAuthenticationToken request,
            RegisteredClient client,
            ThrottleDecision.Allowed admitted) {
        try {
            return issue(request, client);
        } catch (OAuth2AuthenticationException invalid) {
            throttle.release(admitted);
            throw invalid;
        }
    }

    private @Nullable Authentication issue(
            OAuth2DeviceAuthorizationRequestAuthenticationToken request, RegisteredClient client) {
        if (!request.getScopes().contains(OidcScopes.OPENID)
                || !client.getScopes().contains(OidcScopes.OPENID)) {
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

    @Override
    public boolean supports(Class<?> authentication) {
        return framework.supports(authentication);
    }

    /** Answers 429 to a client that has to wait, with {@code Retry-After}; all other errors are left to this handler. */
    public static AuthenticationFailureHandler failureHandler(AuthenticationFailureHandler others) {
        return (request, response, failure) -> {
            if (failure instanceof TooManyDeviceRequestsException tooMany) {
                var answer = new ServletServerHttpResponse(response);
                answer.setStatusCode(HttpStatus.TOO_MANY_REQUESTS);
                answer.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(tooMany.seconds()));
                new OAuth2ErrorHttpMessageConverter().write(tooMany.getError(), null, answer);
            } else {
                others.onAuthenticationFailure(request, response, failure);
            }
        };
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
