package org.exeunt.idp.authorization.client;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.client.RelyingParties;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Converts requests to the endpoints at which clients authenticate, instead of the framework's converters. Those take the first of several
 * credentials and ignore the others, so that a proxy and this server could see different clients; and they refuse an empty secret of a
 * public client.
 */
public final class ClientAuthenticationConverter implements AuthenticationConverter {

    private static final RequestMatcher INTROSPECTION = pathPattern("/oauth2/introspect");

    /** What the framework's providers need to verify the {@code code_verifier} of a code (RFC 7636, section 4.6). */
    private static final List<String> OF_A_CODE =
            List.of(OAuth2ParameterNames.GRANT_TYPE, OAuth2ParameterNames.CODE, PkceParameterNames.CODE_VERIFIER);

    private final PresentedClientReader presentedClients;

    public ClientAuthenticationConverter(RelyingParties relyingParties) {
        this.presentedClients = new PresentedClientReader(relyingParties);
    }

    /**
     * The client that the request presents; {@code null} if it presents none.
     *
     * @throws OAuth2AuthenticationException if the client is presented in a way that is
     *     refused
     */
    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        return switch (presentedClients.read(request)) {
            case PresentedClient.WithSecret client ->
                new OAuth2ClientAuthenticationToken(
                        client.clientId(), client.method(), client.secret(), ofACode(request));
            case PresentedClient.Identified client -> identified(client.clientId(), request);
            case PresentedClient.Unnamed() -> null;
        };
    }

    private static Authentication identified(String clientId, HttpServletRequest request) {
        // An attacker could try values in the name of a public client (RFC 7662, section 2.1).
        if (INTROSPECTION.matches(request)) {
            throw ClientErrors.invalidClient("a client without a secret may not introspect tokens");
        }
        Map<String, Object> code = ofACode(request);
        return code.isEmpty()
                ? PublicClientAuthentication.identified(clientId)
                : new OAuth2ClientAuthenticationToken(clientId, ClientAuthenticationMethod.NONE, null, code);
    }

    /** Empty unless the request redeems a code. */
    private static Map<String, Object> ofACode(HttpServletRequest request) {
        Map<String, Object> parameters = new HashMap<>();
        for (String name : OF_A_CODE) {
            RequestParameter.of(request, name).ifPresent(value -> parameters.put(name, value));
        }
        boolean redeems = AuthorizationGrantType.AUTHORIZATION_CODE
                .getValue()
                .equals(parameters.get(OAuth2ParameterNames.GRANT_TYPE));
        return redeems ? parameters : Map.of();
    }
}
