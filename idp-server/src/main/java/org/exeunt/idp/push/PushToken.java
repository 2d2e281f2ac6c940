package org.exeunt.idp.push;

import java.util.Optional;
import org.exeunt.idp.secret.Secret;
import org.jspecify.annotations.Nullable;

/** By what a push service knows an application on a device. We never ring it, and so keep only what recognises it. */
record PushToken(String value) {

    private static final int LONGEST = 4_096;

    /** A value from outside; empty if it cannot be one. */
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
