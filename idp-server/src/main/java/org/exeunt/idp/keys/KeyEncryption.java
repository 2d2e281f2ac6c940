package org.exeunt.idp.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts a signing key before it is stored: AES-256-GCM under a key that is not in the database. The {@code kid} is
 * the additional authenticated data, so that a stored key cannot be swapped for another.
 */
final class KeyEncryption {

    private static final String PREFIX = "A256GCM";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final @Nullable SecretKey key;
    private final SecureRandom random;

    /** @param key null leaves texts unencrypted */
    KeyEncryption(@Nullable SecretKey key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    @Nullable
    SecretKey key() {
        return key;
    }

    boolean isOn() {
        return key != null;
    }

    static boolean isSealed(String stored) {
        return stored.startsWith(PREFIX + ".");
    }

    /** The format: the prefix, the kid, a nonce and the ciphertext, separated by dots; the last two in base64. */
    String seal(String kid, String text) {
        if (key == null) {
            return text;
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, kid, nonce).doFinal(text.getBytes(UTF_8));
            Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
            return String.join(
                    ".",
                    PREFIX,
                    base64.encodeToString(kid.getBytes(UTF_8)),
                    base64.encodeToString(nonce),
                    base64.encodeToString(sealed));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform encrypts with AES-GCM", impossible);
        }
    }

    /** @throws UnusableKeyEncryptionException if it was encrypted under another key, or was modified */
    String open(String stored) {
        if (key == null) {
            throw damaged();
        }
        String[] parts = stored.split("\\.", -1);
        if (parts.length != 4) {
            throw damaged();
        }
        try {
            Base64.Decoder base64 = Base64.getUrlDecoder();
            String kid = new String(base64.decode(parts[1]), UTF_8);
            return new String(
                    cipher(Cipher.DECRYPT_MODE, kid, base64.decode(parts[2])).doFinal(base64.decode(parts[3])), UTF_8);
        } catch (AEADBadTagException | IllegalArgumentException wrongKeyOrDamaged) {
            throw damaged();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform decrypts with AES-GCM", impossible);
        }
    }

    private static UnusableKeyEncryptionException damaged() {
        return new UnusableKeyEncryptionException(
                "A signing key in the database cannot be opened: it was stored under another key-encryption key than the"
                        + " one that is configured, if any is, or it was changed.",
                "Start with the key-encryption key that the database was used with: exeunt.keys.encryption-key, or"
                        + " exeunt.keys.encryption-key-file. If it is lost, delete the rows of the table signing_key: new"
                        + " keys are made, and ID tokens signed before prove nothing any more.");
    }

    private Cipher cipher(int mode, String kid, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(kid.getBytes(UTF_8));
        return cipher;
    }
}
