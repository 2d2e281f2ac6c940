package org.exeunt.idp.authorization.client;

import java.util.Optional;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/** How a request authenticates or identifies its client (RFC 6749, section 2.3). */
sealed interface PresentedClient {

    /** The client; empty if the request names none. */
    Optional<String> named();

    /** The request names no client. */
    record Unnamed() implements PresentedClient {

        @Override
        public Optional<String> named() {
            return Optional.empty();
        }
    }

    /** The request names a client without a secret, as public clients do. */
    record Identified(String clientId) implements PresentedClient {

        @Override
        public Optional<String> named() {
            return Optional.of(clientId);
        }
    }

    /** The request has a secret, which is not verified yet. */
    record WithSecret(String clientId, String secret, ClientAuthenticationMethod method) implements PresentedClient {

        @Override
        public Optional<String> named() {
            return Optional.of(clientId);
        }

        @Override
        public String toString() {
            return "WithSecret[" + clientId + "]";
        }
    }
}
