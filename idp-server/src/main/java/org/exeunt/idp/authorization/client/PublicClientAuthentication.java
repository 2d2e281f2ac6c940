package org.exeunt.idp.authorization.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Identification of public clients by {@code client_id} for their own refresh tokens, revocations and device
 * requests: there the token or device code is the proof (RFC 7009, section 2.1; RFC 6749, section 6; RFC 8628,
 * section 3.1). The framework supports only public clients that present a PKCE verifier, which stays required for a
 * code.
 */
public class PublicClientAuthentication implements AuthenticationProvider {

    private static final String IDENTIFIED = PublicClientAuthentication.class.getName();

    private final RegisteredClientRepository clients;

    public PublicClientAuthentication(RegisteredClientRepository clients) {
        this.clients = clients;
    }

    /** A request that names this client and redeems no code. */
    static Authentication identified(String clientId) {
        return new OAuth2ClientAuthenticationToken(
                clientId, ClientAuthenticationMethod.NONE, null, Map.of(IDENTIFIED, true));
    }

    /** @throws OAuth2AuthenticationException {@code invalid_client} if no public client is registered under this id */
    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        var presented = (OAuth2ClientAuthenticationToken) authentication;
        if (!presented.getAdditionalParameters().containsKey(IDENTIFIED)) {
            return null;
        }
        RegisteredClient client = clients.findByClientId(presented.getName());
        if (client == null || !client.getClientAuthenticationMethods().contains(ClientAuthenticationMethod.NONE)) {
            // Described by the framework's provider, which is asked next and refuses it, too.
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        return new OAuth2ClientAuthenticationToken(client, ClientAuthenticationMethod.NONE, null);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
