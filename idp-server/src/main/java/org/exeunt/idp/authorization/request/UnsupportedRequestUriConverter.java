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
 * Reads an authorization request with a {@code request_uri} as if it had none, and notes that it had one. The
 * framework takes it for a pushed authorization request, which this server does not support, and would ignore the
 * redirect URI to which the error must be returned.
 */
public class UnsupportedRequestUriConverter implements AuthenticationConverter {

    /** A further parameter of requests that had one. */
    static final String GIVEN = UnsupportedRequestUriConverter.class.getName() + ".given";

    private final AuthenticationConverter withoutThem = new OAuth2AuthorizationCodeRequestAuthenticationConverter();

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String requestUri = request.getParameter(OAuth2ParameterNames.REQUEST_URI);
        return requestUri == null
                        || requestUri.isBlank()
                        || !(withoutThem.convert(new Without(request))
                                instanceof OAuth2AuthorizationCodeRequestAuthenticationToken read)
                ? null
                : noted(read);
    }

    private static Authentication noted(OAuth2AuthorizationCodeRequestAuthenticationToken read) {
        Map<String, Object> parameters = new HashMap<>(read.getAdditionalParameters());
        parameters.put(GIVEN, true);
        return new OAuth2AuthorizationCodeRequestAuthenticationToken(
                read.getAuthorizationUri(),
                read.getClientId(),
                (Authentication) read.getPrincipal(),
                read.getRedirectUri(),
                read.getState(),
                read.getScopes(),
                parameters);
    }

    private static final class Without extends HttpServletRequestWrapper {

        Without(HttpServletRequest request) {
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
