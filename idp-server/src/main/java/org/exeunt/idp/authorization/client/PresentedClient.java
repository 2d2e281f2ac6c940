package org.exeunt.idp.authorization.client;

import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/** How a request authenticates or identifies its client (RFC 6749, section 2.3). */
sealed interface PresentedClient {

    /** The request names no client. */
    record Unnamed() implements PresentedClient {}

    /** The request names a client without a secret, as public clients do. */
    record Identified(String clientId) implements PresentedClient {}

    /** The request has a secret, which is not verified yet. */
    record WithSecret(String clientId, String secret, ClientAuthenticationMethod method) implements PresentedClient {

        @Override
        public String toString() {
            return "WithSecret[" + clientId + "]";
        }
    }
}
