package org.exeunt.idp.authorization.client;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/**
 * How a request authenticates or identifies its client (RFC 6749, section 2.3). A parameter without a value counts as absent (section
 * 3.1), and so does an empty password in the header {@code Authorization}: some libraries send both for public clients.
 */
sealed interface PresentedClient {

    /** The request names no client. */
    record Unnamed() implements PresentedClient {}

    /** The request names a client without a secret, as public clients do. */
    record Identified(String clientId) implements PresentedClient {}

    /** The request has the secret of its client. */
    record WithSecret(String clientId, String secret, ClientAuthenticationMethod method) implements PresentedClient {

        @Override
        public String toString() {
            return "WithSecret[" + clientId + "]";
        }
    }

    /**
     * Reads the header and the parameters, and verifies nothing.
     *
     * @throws OAuth2AuthenticationException {@code invalid_request} if a parameter is repeated, or the client authenticates in two ways;
     *     {@code invalid_client} if it authenticates in a way that is not supported (section 5.2)
     */
    static PresentedClient of(HttpServletRequest request) {
        Optional<BasicCredentials> header = BasicCredentials.of(request);
        Optional<String> clientId = RequestParameter.of(request, OAuth2ParameterNames.CLIENT_ID)
                .or(() -> header.map(BasicCredentials::clientId));
        Optional<String> secretOfHeader =
                header.map(BasicCredentials::secret).filter(secret -> !secret.isEmpty());
        Optional<String> secret = RequestParameter.of(request, OAuth2ParameterNames.CLIENT_SECRET);
        if (RequestParameter.of(request, OAuth2ParameterNames.CLIENT_ASSERTION).isPresent()) {
            throw new OAuth2AuthenticationException(
                    header.isPresent() || secret.isPresent()
                            ? OAuth2ErrorCodes.INVALID_REQUEST
                            : OAuth2ErrorCodes.INVALID_CLIENT);
        }
        if (secretOfHeader.isPresent()) {
            if (secret.isPresent()) {
                throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
            }
            return new WithSecret(
                    header.get().clientId(), secretOfHeader.get(), ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        }
        if (clientId.isEmpty()) {
            return new Unnamed();
        }
        return secret.<PresentedClient>map(value ->
                        new WithSecret(clientId.get(), value, ClientAuthenticationMethod.CLIENT_SECRET_POST))
                .orElseGet(() -> new Identified(clientId.get()));
    }
}
