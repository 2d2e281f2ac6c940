package org.exeunt.idp.authorization.request;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeRequestAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads an authorization request as the framework does, and adds what the framework drops: the order of the requested scopes, for the
 * consent page, and whether there was a {@code request_uri}. The framework takes the latter for a pushed authorization request, which this
 * server does not support, and would ignore the redirect URI to which the error must be returned.
 */
public class AuthorizationRequestConverter implements AuthenticationConverter {

    /** A further parameter of the request: its {@code scope} as it was sent. */
    static final String REQUESTED_SCOPE = "requested_scope";

    /** A further parameter of requests that had a {@code request_uri}. */
    static final String REQUEST_URI_GIVEN = AuthorizationRequestConverter.class.getName() + ".request_uri";

    private final AuthenticationConverter framework = new OAuth2AuthorizationCodeRequestAuthenticationConverter();

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String requestUri = request.getParameter(OAuth2ParameterNames.REQUEST_URI);
        boolean isGiven = requestUri != null && !requestUri.isBlank();
        if (!(framework.convert(isGiven ? new WithoutRequestUri(request) : request)
                instanceof OAuth2AuthorizationCodeRequestAuthenticationToken read)) {
            return null;
        }
        Map<String, Object> parameters = new HashMap<>(read.getAdditionalParameters());
        String scope = request.getParameter(OAuth2ParameterNames.SCOPE);
        if (scope != null) {
            parameters.put(REQUESTED_SCOPE, scope);
        }
        if (isGiven) {
            parameters.put(REQUEST_URI_GIVEN, true);
        }
        return new OAuth2AuthorizationCodeRequestAuthenticationToken(
                read.getAuthorizationUri(),
                read.getClientId(),
                (Authentication) read.getPrincipal(),
                read.getRedirectUri(),
                read.getState(),
                read.getScopes(),
                parameters);
    }

    private static final class WithoutRequestUri extends HttpServletRequestWrapper {

        WithoutRequestUri(HttpServletRequest request) {
            super(request);
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            Map<String, String[]> parameters = new HashMap<>(super.getParameterMap());
            parameters.remove(OAuth2ParameterNames.REQUEST_URI);
            return parameters;
        }
    }
}
