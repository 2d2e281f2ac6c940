package org.exeunt.idp.authorization.client;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.web.util.UriComponentsBuilder;

/** Reads parameters as RFC 6749, section 3.2, demands. */
final class RequestParameter {

    private RequestParameter() {}

    /**
     * The value of a parameter; empty if it is absent or has no value.
     *
     * @throws OAuth2AuthenticationException {@code invalid_request} if the parameter is repeated
     */
    static Optional<String> of(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        if (values == null) {
            return Optional.empty();
        }
        if (values.length > 1) {
            throw ClientErrors.invalidRequest(name + " is repeated");
        }
        return Optional.of(values[0]).filter(value -> !value.isBlank());
    }

    /** Whether the address has the parameter, where proxies and logs see it. */
    static boolean isInQuery(HttpServletRequest request, String name) {
        return UriComponentsBuilder.newInstance()
                .query(request.getQueryString())
                .build()
                .getQueryParams()
                .containsKey(name);
    }
}
