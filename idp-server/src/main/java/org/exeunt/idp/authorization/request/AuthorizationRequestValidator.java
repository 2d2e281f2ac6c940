package org.exeunt.idp.authorization.request;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.exeunt.idp.session.ExpectedSubject;
import org.exeunt.idp.session.SsoAuthentication;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/**
 * What else is wrong with an authorization request whose client and redirect URI are right: its client hears it. What the
 * framework would ignore although it changes what is asked for is refused; what is only a wish is ignored ({@code display},
 * {@code acr_values}, {@code claims}, {@code claims_locales}, and what nobody has heard of).
 */
public class AuthorizationRequestValidator implements Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {

    /** By parameter, the error that says that it cannot be used (OpenID Connect Core 1.0, section 3.1.2.6). */
    private static final Map<String, String> NOT_SUPPORTED = Map.of(
            "request",
            "request_not_supported",
            "registration",
            "registration_not_supported",
            UnsupportedRequestUriConverter.GIVEN,
            "request_uri_not_supported");

    @Override
    public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
        Map<String, Object> parameters = request.getAdditionalParameters();
        NOT_SUPPORTED.forEach((parameter, error) -> {
            // A parameter without a value counts as left out (RFC 6749, section 3.1).
            if (!"".equals(parameters.getOrDefault(parameter, ""))) {
                throw refusal(error, context);
            }
        });
        if (!"query".equals(parameters.getOrDefault("response_mode", "query"))) {
            throw refusal(OAuth2ErrorCodes.INVALID_REQUEST, context);
        }
        if (request.getPrincipal() instanceof SsoAuthentication person && !isExpected(person, parameters)) {
            throw refusal("login_required", context);
        }
        if (!isSeconds(parameters.getOrDefault("max_age", ""))) {
            throw refusal(OAuth2ErrorCodes.INVALID_REQUEST, context);
        }
    }

    /** Somebody else signed in than the hint named: an error (OpenID Connect Core 1.0, section 3.1.2.1). */
    private static boolean isExpected(SsoAuthentication person, Map<String, Object> parameters) {
        return person.getName().equals(parameters.getOrDefault(ExpectedSubject.PARAMETER, person.getName()));
    }

    private static boolean isSeconds(Object maxAge) {
        return maxAge instanceof String text
                && (text.isEmpty() || SignInRequirements.maximumAge(text).isPresent());
    }

    private static OAuth2AuthorizationCodeRequestAuthenticationException refusal(
            String error, OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
        String redirectUri = Optional.ofNullable(request.getRedirectUri())
                .filter(uri -> !uri.isBlank())
                .orElseGet(() -> context.getRegisteredClient()
                        .getRedirectUris()
                        .iterator()
                        .next());
        return new OAuth2AuthorizationCodeRequestAuthenticationException(
                new OAuth2Error(error),
                new OAuth2AuthorizationCodeRequestAuthenticationToken(
                        request.getAuthorizationUri(),
                        request.getClientId(),
                        (Authentication) request.getPrincipal(),
                        redirectUri,
                        request.getState(),
                        request.getScopes(),
                        new HashMap<>(request.getAdditionalParameters())));
    }
}
