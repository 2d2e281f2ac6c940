package org.exeunt.idp.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user's account.
 *
 * @param username what the user types to sign in
 * @param name full name, the {@code name} claim
 * @param email the {@code email} claim
 * @param claims the other standard claims
 * @param updatedAt time of the last change
 */
public record Account(
        Subject subject,
        String username,
        @Nullable String name,
        @Nullable String email,
        boolean emailVerified,
        PersonalClaims claims,
        Instant updatedAt) {

    /** How a page addresses the user: by name if there is one, else by username. */
    public String displayName() {
        return name == null ? username : name;
    }
}
