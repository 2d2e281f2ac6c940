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
 * Encrypts a signing key before it is stored: AES-256-GCM under a key that is not in the database. The generation of the key, which is the
 * primary key of its row, is the additional authenticated data, so that a stored key is of no use in another row. What is not encrypted, or
 * not for that row, is refused: whoever can write to the table cannot add a key of their own.
 */
final class KeyEncryption {

    private static final String PREFIX = "A256GCM";
    private static final String ROW = "generation ";
    private static final int PARTS = 4;
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

    /** Whether it was encrypted for a row, and not by an earlier version, which had the key id as additional authenticated data. */
    static boolean isSealedForARow(String stored) {
        return isSealed(stored) && additionalData(stored).startsWith(ROW);
    }

    /**
     * Encrypts the key of a generation; returns it in clear if no key is configured. The format: the prefix, the additional authenticated
     * data, a nonce and the ciphertext, separated by dots; all but the prefix in base64url. An earlier version can read it too.
     */
    String seal(int generation, String text) {
        if (key == null) {
            return text;
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String row = ofRow(generation);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, row, nonce).doFinal(text.getBytes(UTF_8));
            Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
            return String.join(".", PREFIX, base64(row), base64.encodeToString(nonce), base64.encodeToString(sealed));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform encrypts with AES-GCM", impossible);
        }
    }

    /**
     * Decrypts the key of a generation; returns it as it is if it is in clear and no key is configured.
     *
     * @throws UnusableKeyEncryptionException if it was encrypted under another key or for another row, or was modified, or is in clear
     *     although a key is configured
     */
    String open(int generation, String stored) {
        if (key != null && !isSealed(stored)) {
            throw inClear(generation);
        }
        return isSealed(stored) ? decrypt(generation, ofRow(generation), stored) : stored;
    }

    /**
     * The same for a key that an earlier version encrypted, with the key id as additional authenticated data.
     *
     * @throws UnusableKeyEncryptionException if it was encrypted under another key, or was modified
     */
    String openOfEarlierVersion(int generation, String stored) {
        return decrypt(generation, additionalData(stored), stored);
    }

    /** What the text says of itself; empty if it cannot be read. */
    private static String additionalData(String stored) {
        try {
            return new String(Base64.getUrlDecoder().decode(stored.split("\\.", -1)[1]), UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    private String decrypt(int generation, String additionalData, String stored) {
        String[] parts = stored.split("\\.", -1);
        if (key == null || parts.length != PARTS || !parts[1].equals(base64(additionalData))) {
            throw damaged(generation);
        }
        try {
            Base64.Decoder base64 = Base64.getUrlDecoder();
            byte[] nonce = base64.decode(parts[2]);
            return new String(
                    cipher(Cipher.DECRYPT_MODE, additionalData, nonce).doFinal(base64.decode(parts[3])), UTF_8);
        } catch (AEADBadTagException | IllegalArgumentException wrongKeyOrDamaged) {
            throw damaged(generation);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform decrypts with AES-GCM", impossible);
        }
    }

    private static String ofRow(int generation) {
        return ROW + generation;
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static UnusableKeyEncryptionException damaged(int generation) {
        return new UnusableKeyEncryptionException(
                "The signing key of generation " + generation
                        + " in the database cannot be opened: it was stored under another"
                        + " key-encryption key than the one that is configured, if any is, or for another row, or it was changed.",
                "Start with the key-encryption key that the database was used with: exeunt.keys.encryption-key, or"
                        + " exeunt.keys.encryption-key-file. If it is lost, delete the rows of the table signing_key: new"
                        + " keys are made, and ID tokens signed before prove nothing any more.");
    }

    private static UnusableKeyEncryptionException inClear(int generation) {
        return new UnusableKeyEncryptionException(
                "The signing key of generation " + generation
                        + " is in the database in clear, although a key-encryption key is"
                        + " configured: this server did not store it, unless the key-encryption key is new.",
                "If the key-encryption key is new, start once with exeunt.keys.encrypt-clear-keys=true, which encrypts the"
                        + " stored keys. If it is not, someone else wrote to the table signing_key: delete the row of this"
                        + " generation.");
    }

    private Cipher cipher(int mode, String additionalData, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(additionalData.getBytes(UTF_8));
        return cipher;
    }
}
