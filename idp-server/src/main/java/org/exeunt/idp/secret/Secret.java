package org.exeunt.idp.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A bearer secret. It has enough entropy that one round of SHA-256 suffices: the database stores {@link #hash()},
 * from which the value cannot be recovered (invariant 8).
 */
public record Secret(String value) {

    /** Cloned for each use: a look-up of the algorithm by name takes longer than the digest. */
    private static final MessageDigest SHA_256 = sha256();

    private static final Pattern RANDOM = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** A value that has the form of those that {@link #random} makes; empty for any other, which nobody was given by us. */
    public static Optional<Secret> parse(String value) {
        return RANDOM.matcher(value).matches() ? Optional.of(new Secret(value)) : Optional.empty();
    }

    /** A new random secret: 256 bits in base64url, 43 characters. */
    public static Secret random(SecureRandom random) {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** SHA-256 of the value in UTF-8, in base64url without padding: 43 characters. */
    public String hash() {
        try {
            byte[] hash = ((MessageDigest) SHA_256.clone()).digest(value.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("the platform's digests can be copied", impossible);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Secrets must not reach a log. */
    @Override
    public String toString() {
        return "secret";
    }
}
