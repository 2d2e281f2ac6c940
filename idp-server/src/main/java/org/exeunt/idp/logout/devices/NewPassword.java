package org.exeunt.idp.logout.devices;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A new password.
 *
 * @param again the same, typed a second time
 */
record NewPassword(String value, String again) {

    private static final int SHORTEST = 10;

    /** The limit of bcrypt, which would ignore the rest. */
    private static final int LONGEST_IN_BYTES = 72;

    /** The fault, a message key; empty if there is none. Only the length is checked, not the kinds of characters. */
    Optional<String> problem() {
        if (value.codePointCount(0, value.length()) < SHORTEST) {
            return Optional.of("too-short");
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > LONGEST_IN_BYTES || value.indexOf('\0') >= 0) {
            return Optional.of("too-long");
        }
        return value.equals(again) ? Optional.empty() : Optional.of("differ");
    }

    @Override
    public String toString() {
        return "NewPassword";
    }
}
