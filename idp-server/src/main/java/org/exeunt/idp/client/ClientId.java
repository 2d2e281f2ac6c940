package org.exeunt.idp.client;

/** The identifier of a registered relying party: the {@code client_id} of OAuth 2.0. */
public record ClientId(String value) implements Comparable<ClientId> {

    public ClientId {
        if (value.isBlank() || value.length() > 100) {
            throw new IllegalArgumentException("a client_id has 1 to 100 characters");
        }
    }

    @Override
    public int compareTo(ClientId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
