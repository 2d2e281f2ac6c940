package org.exeunt.idp.session;

import java.io.Serializable;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * Identifier of an SSO session: the {@code sid} claim, 128 random bits in base64url. The only session identifier that
 * leaves the server; knowing one gives no access to anything.
 */
public record Sid(String value) implements Serializable, Comparable<Sid> {

    /** The largest size that was measured; PostgreSQL plans by the length of the array. */
    static final int BATCH = 1_000;

    public Sid {
        if (value.isBlank() || value.length() > 22) {
            throw new IllegalArgumentException("a sid has 1 to 22 characters");
        }
    }

    /** Parses a value from a request; empty if it cannot be a sid. */
    public static Optional<Sid> parse(String value) {
        return value.matches("[A-Za-z0-9_-]{1,22}") ? Optional.of(new Sid(value)) : Optional.empty();
    }

    /**
     * The values of any number of sids, in their order, as arrays that each fit into one statement, for {@code sid =
     * any(:sids)}. An array is one parameter, and faster than a list of a hundred.
     */
    public static Stream<String[]> batches(Collection<Sid> sids) {
        return sids.stream()
                .sorted()
                .map(Sid::value)
                .gather(Gatherers.windowFixed(BATCH))
                .map(batch -> batch.toArray(String[]::new));
    }

    static Sid random(SecureRandom random) {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        return new Sid(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    @Override
    public int compareTo(Sid other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
