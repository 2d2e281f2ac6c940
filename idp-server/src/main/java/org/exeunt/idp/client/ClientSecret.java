package org.exeunt.idp.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.exeunt.idp.secret.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Hashes of client secrets.
 *
 * <p>A client secret is made by a machine and has entropy enough that guessing is hopeless, so one round of SHA-256,
 * compared in constant time, protects it; a password hash would cost some 50 ms of CPU on every token, introspection and
 * revocation call. That is only true of long secrets, hence {@link #MINIMUM_LENGTH}.
 */
public final class ClientSecret implements PasswordEncoder {

    /** Characters that a secret must have. */
    public static final int MINIMUM_LENGTH = 32;

    /** Different characters that a secret must have: a row of blanks or zeros is none. */
    static final int MINIMUM_DISTINCT = 8;

    @Override
    public @Nullable String encode(@Nullable CharSequence secret) {
        return secret == null ? null : hash(secret);
    }

    @Override
    public boolean matches(@Nullable CharSequence secret, @Nullable String hash) {
        return secret != null
                && hash != null
                // Such a secret cannot be configured; a row with its hash authenticates no client.
                && secret.length() >= MINIMUM_LENGTH
                && MessageDigest.isEqual(
                        hash(secret).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    static String hash(CharSequence secret) {
        return new Secret(secret.toString()).hash();
    }
}
