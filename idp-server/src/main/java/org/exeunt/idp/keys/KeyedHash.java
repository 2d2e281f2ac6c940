package org.exeunt.idp.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** HMAC-SHA-256 under keys that are derived from the key-encryption key: what is hashed cannot be guessed from a copy of the database. */
public final class KeyedHash {

    private static final String ALGORITHM = "HmacSHA256";

    private final @Nullable SecretKey key;

    /** @param key the key-encryption key; {@code null} if there is none */
    KeyedHash(@Nullable SecretKey key) {
        this.key = key;
    }

    /** Whether there is a key. */
    public boolean isAvailable() {
        return key != null;
    }

    /**
     * The hash of these texts in base64url, 43 characters; empty without a key. Other texts, another division of them, another purpose and
     * another key give another hash.
     *
     * @param purpose what the hash is for; each purpose has a derived key of its own
     */
    public Optional<String> of(String purpose, String... texts) {
        if (key == null) {
            return Optional.empty();
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] derived = mac.doFinal(("exeunt " + purpose).getBytes(UTF_8));
            mac.init(new SecretKeySpec(derived, ALGORITHM));
            for (String text : texts) {
                byte[] bytes = text.getBytes(UTF_8);
                mac.update((bytes.length + ":").getBytes(UTF_8));
                mac.update(bytes);
            }
            return Optional.of(Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC with SHA-256", impossible);
        }
    }
}
