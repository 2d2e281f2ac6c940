package org.exeunt.idp.authorization.request;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeRequestAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** Keeps the order of the requested scopes, which the framework reads into a set, for the consent page. */
public class ScopeOrderConverter implements AuthenticationConverter {

    /** A further parameter of the request: its {@code scope} as it was sent. */
    static final String REQUESTED_SCOPE = "requested_scope";

    private final AuthenticationConverter unordered = new OAuth2AuthorizationCodeRequestAuthenticationConverter();

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String scope = request.getParameter(OAuth2ParameterNames.SCOPE);
        if (scope == null
                // UnsupportedRequestUriConverter reads those.
                || request.getParameter(OAuth2ParameterNames.REQUEST_URI) != null
                || !(unordered.convert(request) instanceof OAuth2AuthorizationCodeRequestAuthenticationToken read)) {
            return null;
        }
        Map<String, Object> parameters = new HashMap<>(read.getAdditionalParameters());
        parameters.put(REQUESTED_SCOPE, scope);
        return new OAuth2AuthorizationCodeRequestAuthenticationToken(
                read.getAuthorizationUri(),
                read.getClientId(),
                (Authentication) read.getPrincipal(),
                read.getRedirectUri(),
                read.getState(),
                read.getScopes(),
                parameters);
    }
}
