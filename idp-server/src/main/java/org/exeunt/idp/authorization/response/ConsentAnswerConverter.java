package org.exeunt.idp.authorization.response;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationConsentAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads the answer to the consent page and remembers the response mode of the authorization request. The framework's results do not
 * name it, and a denied authorization can no longer be found when the answer is written.
 */
public class ConsentAnswerConverter implements AuthenticationConverter {

    private static final OAuth2TokenType STATE = new OAuth2TokenType(OAuth2ParameterNames.STATE);

    private final AuthenticationConverter converter = new OAuth2AuthorizationConsentAuthenticationConverter();
    private final OAuth2AuthorizationService authorizations;

    public ConsentAnswerConverter(OAuth2AuthorizationService authorizations) {
        this.authorizations = authorizations;
    }

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        Authentication answer = converter.convert(request);
        if (answer instanceof OAuth2AuthorizationConsentAuthenticationToken consent) {
            OAuth2Authorization pending = authorizations.findByToken(Objects.requireNonNull(consent.getState()), STATE);
            if (pending != null) {
                mode(pending).remember(request);
            }
        }
        return answer;
    }

    private static ResponseMode mode(OAuth2Authorization pending) {
        OAuth2AuthorizationRequest request = pending.getAttribute(OAuth2AuthorizationRequest.class.getName());
        return request != null && request.getAdditionalParameters().get("response_mode") instanceof String mode
                ? ResponseMode.parse(mode).orElse(ResponseMode.QUERY)
                : ResponseMode.QUERY;
    }
}
