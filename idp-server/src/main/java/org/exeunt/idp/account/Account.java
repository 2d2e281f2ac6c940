package org.exeunt.idp.account;

import org.jspecify.annotations.Nullable;

/**
 * What we know of a person.
 *
 * @param username what they type to sign in
 * @param name full name, the {@code name} claim
 * @param email the {@code email} claim
 */
public record Account(
        Subject subject,
        String username,
        @Nullable String name,
        @Nullable String email,
        boolean emailVerified) {

    /** How a page addresses this person: by name if we know one. */
    public String displayName() {
        return name == null ? username : name;
    }
}
