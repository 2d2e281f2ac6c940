package org.exeunt.idp.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the key-encryption key from the configuration, never from the database. */
final class KeyEncryptionKey {

    private static final Logger log = LoggerFactory.getLogger(KeyEncryptionKey.class);

    private static final String EMBEDDED = "jdbc:h2:file:";

    private static final int BYTES = 32;

    private static final String REMEDY =
            "Make one with `openssl rand -base64 32`, keep it where backups of the database are not, and give it to every"
                    + " node as exeunt.keys.encryption-key (in the environment EXEUNT_KEYS_ENCRYPTIONKEY) or in a file named by"
                    + " exeunt.keys.encryption-key-file.";

    private KeyEncryptionKey() {}

    /**
     * The configured key. Without one, an embedded database gets a generated key in a file beside it: one process
     * uses both. A database server, which other nodes may use too, has none then, and the log warns.
     *
     * @param databaseUrl JDBC URL of the database
     * @throws UnusableKeyEncryptionException if the key is not 32 bytes in base64
     */
    static Optional<SecretKey> of(KeyProperties properties, String databaseUrl, SecureRandom random) {
        if (properties.encryptionKey() != null && !properties.encryptionKey().isBlank()) {
            return Optional.of(parse(properties.encryptionKey(), "exeunt.keys.encryption-key"));
        }
        if (properties.encryptionKeyFile() != null) {
            return Optional.of(read(properties.encryptionKeyFile()));
        }
        if (databaseUrl.startsWith(EMBEDDED)) {
            String database = databaseUrl.substring(EMBEDDED.length()).split(";", 2)[0];
            Path file = Path.of(database + ".key");
            if (Files.notExists(file)) {
                generate(file, random);
            }
            return Optional.of(read(file));
        }
        log.warn(
                "The signing keys are in the database in the clear: whoever reads a backup can sign ID tokens. {}",
                REMEDY);
        return Optional.empty();
    }

    private static SecretKey read(Path file) {
        try {
            return parse(Files.readString(file), "The file " + file);
        } catch (IOException unreadable) {
            throw new UnusableKeyEncryptionException("The key-encryption key in " + file + " cannot be read.", REMEDY);
        }
    }

    private static SecretKey parse(String base64, String source) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.strip());
            if (bytes.length == BYTES) {
                return new SecretKeySpec(bytes, "AES");
            }
        } catch (IllegalArgumentException notBase64) {
            // The exception below says it without the value.
        }
        throw new UnusableKeyEncryptionException(source + " does not hold " + BYTES + " bytes in base64.", REMEDY);
    }

    /**
     * Creates the file atomically: no reader sees half a key, and two concurrent writers end up with the same one.
     */
    private static void generate(Path file, SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path mine = Files.createTempFile(folder, "key", ".tmp", onlyForTheOwner());
            try {
                Files.writeString(mine, Base64.getEncoder().encodeToString(bytes));
                Files.createLink(file, mine);
            } catch (FileAlreadyExistsException anotherWasFaster) {
                // Another process was faster: its key is used.
            } finally {
                Files.delete(mine);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the key-encryption key cannot be written to " + file, failure);
        }
    }

    private static FileAttribute<?>[] onlyForTheOwner() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[] {};
    }
}
