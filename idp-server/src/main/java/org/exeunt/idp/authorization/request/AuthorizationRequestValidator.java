package org.exeunt.idp.authorization.request;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.exeunt.idp.authorization.Audiences;
import org.exeunt.idp.authorization.response.ErrorDescription;
import org.exeunt.idp.authorization.response.ResponseMode;
import org.exeunt.idp.session.ExpectedSubject;
import org.exeunt.idp.session.SsoAuthentication;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/**
 * What else is wrong with an authorization request whose client and redirect URI are right: its client hears it. What the
 * framework would ignore although it changes what is asked for is refused; what is only a wish is ignored ({@code display},
 * {@code claims}, {@code claims_locales}, unknown parameters, and {@code acr_values}, since all sign-ins have the same class).
 */
public class AuthorizationRequestValidator implements Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {

    /** Parameters that cannot be used; the error is named after each (OpenID Connect Core 1.0, section 3.1.2.6). */
    private static final Map<String, String> NOT_SUPPORTED = Map.of(
            "request",
            "request",
            "registration",
            "registration",
            AuthorizationRequestConverter.REQUEST_URI_GIVEN,
            "request_uri");

    private static final String PROMPT = "prompt";

    private final Audiences audiences;

    public AuthorizationRequestValidator(Audiences audiences) {
        this.audiences = audiences;
    }

    @Override
    public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
        Map<String, Object> parameters = request.getAdditionalParameters();
        NOT_SUPPORTED.forEach((parameter, name) -> {
            // A parameter without a value counts as left out (RFC 6749, section 3.1).
            if (!"".equals(parameters.getOrDefault(parameter, ""))) {
                throw refusal(name + "_not_supported", name, context);
            }
        });
        if (!(parameters.getOrDefault("response_mode", "") instanceof String mode)
                || ResponseMode.parse(mode).isEmpty()) {
            throw refusal(OAuth2ErrorCodes.INVALID_REQUEST, "response_mode", context);
        }
        if (!audiences.areRegistered(request.getClientId(), parameters)) {
            throw refusal(Audiences.INVALID_TARGET, Audiences.RESOURCE, context);
        }
        if (request.getPrincipal() instanceof SsoAuthentication person && !isExpected(person, parameters)) {
            throw refusal("login_required", "id_token_hint", context);
        }
        if (!isSeconds(parameters.getOrDefault("max_age", ""))) {
            throw refusal(OAuth2ErrorCodes.INVALID_REQUEST, "max_age", context);
        }
        if (isSilentWithoutOpenId(request)) {
            if (!"none".equals(parameters.get(PROMPT))) {
                throw refusal(OAuth2ErrorCodes.INVALID_REQUEST, PROMPT, context);
            }
            if (!(request.getPrincipal() instanceof SsoAuthentication)) {
                throw refusal("login_required", PROMPT, context);
            }
        }
    }

    /** The framework obeys {@code prompt} only where the scope has {@code openid}. */
    private static boolean isSilentWithoutOpenId(OAuth2AuthorizationCodeRequestAuthenticationToken request) {
        return SilentRequests.isSilent(request.getAdditionalParameters().get(PROMPT))
                && !request.getScopes().contains(OidcScopes.OPENID);
    }

    /** Whether the user has to be asked: the client wants it, and they did not grant all scopes before; {@code openid} needs no consent. */
    public static boolean isConsentRequired(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
        Set<String> scopes = request.getScopes();
        OAuth2AuthorizationConsent granted = context.getAuthorizationConsent();
        boolean required = context.getRegisteredClient().getClientSettings().isRequireAuthorizationConsent()
                && !scopes.equals(Set.of(OidcScopes.OPENID))
                && (granted == null || !granted.getScopes().containsAll(scopes));
        if (required && isSilentWithoutOpenId(request)) {
            throw refusal("consent_required", PROMPT, context);
        }
        return required;
    }

    /** Another user signed in than the hint names: an error (OpenID Connect Core 1.0, section 3.1.2.1). */
    private static boolean isExpected(SsoAuthentication person, Map<String, Object> parameters) {
        return person.getName().equals(parameters.getOrDefault(ExpectedSubject.PARAMETER, person.getName()));
    }

    private static boolean isSeconds(Object maxAge) {
        return maxAge instanceof String text
                && (text.isEmpty() || SignInRequirements.maximumAge(text).isPresent());
    }

    private static OAuth2AuthorizationCodeRequestAuthenticationException refusal(
            String error, String parameter, OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
        String redirectUri = Optional.ofNullable(request.getRedirectUri())
                .filter(uri -> !uri.isBlank())
                .orElseGet(() -> context.getRegisteredClient()
                        .getRedirectUris()
                        .iterator()
                        .next());
        return new OAuth2AuthorizationCodeRequestAuthenticationException(
                ErrorDescription.of(error, parameter),
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
