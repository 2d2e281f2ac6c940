package org.exeunt.demo.server;

/** How a client tells the server which client it is. */
public sealed interface Caller {

    /** A client that can keep a secret: it authenticates with {@code client_secret_basic}. */
    record Confidential(String clientId, String clientSecret) implements Caller {

        @Override
        public String toString() {
            return clientId;
        }
    }

    /** A client that cannot keep a secret: it only says who it is. */
    record Public(String clientId) implements Caller {}
}
