package org.exeunt.idp.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What we know of a person.
 *
 * @param username what they type to sign in
 * @param name full name, the {@code name} claim
 * @param email the {@code email} claim
 * @param claims the other standard claims
 * @param updatedAt when any of it changed last
 */
public record Account(
        Subject subject,
        String username,
        @Nullable String name,
        @Nullable String email,
        boolean emailVerified,
        PersonalClaims claims,
        Instant updatedAt) {

    /** How a page addresses this person: by name if we know one. */
    public String displayName() {
        return name == null ? username : name;
    }
}
