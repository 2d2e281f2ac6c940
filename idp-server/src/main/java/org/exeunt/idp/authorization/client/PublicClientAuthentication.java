package org.exeunt.idp.authorization.client;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Identification of public clients by {@code client_id} for their own refresh tokens, revocations and device
 * requests: there the token or device code is the proof (RFC 7009, section 2.1; RFC 6749, section 6; RFC 8628,
 * section 3.1). The framework supports only public clients that present a PKCE verifier, which stays required for a
 * code.
 *
 * <p>It does not suffice for introspection: an attacker could try values in the name of a public client (RFC 7662,
 * section 2.1).
 */
public class PublicClientAuthentication implements AuthenticationConverter, AuthenticationProvider {

    private static final RequestMatcher INTROSPECTION = pathPattern("/oauth2/introspect");

    private static final String IDENTIFIED = PublicClientAuthentication.class.getName();

    private final RegisteredClientRepository clients;

    public PublicClientAuthentication(RegisteredClientRepository clients) {
        this.clients = clients;
    }

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String[] clientIds = request.getParameterValues(OAuth2ParameterNames.CLIENT_ID);
        if (INTROSPECTION.matches(request)
                || clientIds == null
                || clientIds.length != 1
                || clientIds[0].isBlank()
                || request.getHeader("Authorization") != null
                || request.getParameter(OAuth2ParameterNames.CLIENT_SECRET) != null
                || request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION) != null
                || request.getParameter(PkceParameterNames.CODE_VERIFIER) != null
                || wantsToRedeemACode(request)) {
            return null;
        }
        return new OAuth2ClientAuthenticationToken(
                clientIds[0], ClientAuthenticationMethod.NONE, null, Map.of(IDENTIFIED, true));
    }

    /** A code needs its verifier: it may have been intercepted (RFC 7636, section 1). */
    private static boolean wantsToRedeemACode(HttpServletRequest request) {
        String[] grantTypes = request.getParameterValues(OAuth2ParameterNames.GRANT_TYPE);
        return grantTypes != null && List.of(grantTypes).contains(AuthorizationGrantType.AUTHORIZATION_CODE.getValue());
    }

    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        var presented = (OAuth2ClientAuthenticationToken) authentication;
        if (!presented.getAdditionalParameters().containsKey(IDENTIFIED)) {
            return null;
        }
        RegisteredClient client = clients.findByClientId(presented.getName());
        if (client == null || !client.getClientAuthenticationMethods().contains(ClientAuthenticationMethod.NONE)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        return new OAuth2ClientAuthenticationToken(client, ClientAuthenticationMethod.NONE, null);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
