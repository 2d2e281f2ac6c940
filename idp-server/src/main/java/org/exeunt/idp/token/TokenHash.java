package org.exeunt.idp.token;

import org.exeunt.idp.secret.Secret;

/**
 * SHA-256 of an issued value, in base64url; the value itself is not stored. Values have at least 128 random bits
 * (user codes live for minutes only), so that a hash cannot be inverted.
 */
public record TokenHash(String value) {

    private static final String PLACEHOLDER_PREFIX = "hash:";

    public static TokenHash of(String presented) {
        return new TokenHash(new Secret(presented).hash());
    }

    /**
     * A placeholder for a value that is not stored, for the framework's authorization object. It is no credential: a
     * presented placeholder is hashed like any other value and then matches no row.
     */
    public String placeholder() {
        return PLACEHOLDER_PREFIX + value;
    }

    /** The hash of a value in the framework's authorization object, which may be a placeholder. */
    public static TokenHash inObject(String valueOrPlaceholder) {
        return isPlaceholder(valueOrPlaceholder)
                ? new TokenHash(valueOrPlaceholder.substring(PLACEHOLDER_PREFIX.length()))
                : of(valueOrPlaceholder);
    }

    public static boolean isPlaceholder(String value) {
        return value.startsWith(PLACEHOLDER_PREFIX);
    }
}
