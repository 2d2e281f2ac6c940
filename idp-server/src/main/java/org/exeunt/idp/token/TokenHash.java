package org.exeunt.idp.token;

import org.exeunt.idp.secret.Secret;

/**
 * SHA-256 of a value that we handed out, in base64url: all that is kept of it. The values have at least 128 random bits
 * (user codes live for minutes only), so that a hash cannot be turned back.
 */
public record TokenHash(String value) {

    private static final String PLACEHOLDER_PREFIX = "hash:";

    public static TokenHash of(String presented) {
        return new TokenHash(new Secret(presented).hash());
    }

    /**
     * What stands in an authorization object for a value that we do not have. It opens nothing: a presented placeholder
     * is hashed like any other value and then matches no row.
     */
    public String placeholder() {
        return PLACEHOLDER_PREFIX + value;
    }

    /** The hash of a value in an authorization object, which may be a placeholder. */
    public static TokenHash inObject(String valueOrPlaceholder) {
        return isPlaceholder(valueOrPlaceholder)
                ? new TokenHash(valueOrPlaceholder.substring(PLACEHOLDER_PREFIX.length()))
                : of(valueOrPlaceholder);
    }

    public static boolean isPlaceholder(String value) {
        return value.startsWith(PLACEHOLDER_PREFIX);
    }
}
