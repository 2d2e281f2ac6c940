package org.exeunt.idp.push;

import java.util.Optional;
import org.exeunt.idp.secret.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The address of an application instance at a push service. This server sends no push messages, so it stores only a
 * hash.
 */
record PushToken(String value) {

    private static final int LONGEST = 4_096;

    /** Parses a value from a request; empty if it cannot be a push token. */
    static Optional<PushToken> of(@Nullable String value) {
        return value == null
                        || value.isBlank()
                        || value.length() > LONGEST
                        || value.chars().anyMatch(Character::isISOControl)
                ? Optional.empty()
                : Optional.of(new PushToken(value));
    }

    String hash() {
        return new Secret(value).hash();
    }

    @Override
    public String toString() {
        return "PushToken";
    }
}
