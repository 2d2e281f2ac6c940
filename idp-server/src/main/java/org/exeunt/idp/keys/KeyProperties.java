package org.exeunt.idp.keys;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The signing keys: how they are encrypted at rest, and when they rotate.
 *
 * <p>Of the two ways to configure a key-encryption key the first that is set counts. Without one, an embedded
 * database gets a key in a file beside it, and in a database server the signing keys are not encrypted.
 *
 * @param encryptionKey key that encrypts the signing keys in the database: 32 random bytes in base64, the same for
 *     all nodes
 * @param encryptionKeyFile file that contains the encryption key instead
 * @param encryptClearKeys whether a start encrypts the keys that are in the database in clear; for the first start with a new encryption key,
 *     to be removed afterwards. Otherwise, and once a key is encrypted, a key in clear stops the start: this server did not store it
 * @param rotateAfter age at which a signing key gets a successor
 * @param publishBeforeUse how long the successor is published before it signs; longer than clients cache the key set
 */
@ConfigurationProperties("exeunt.keys")
record KeyProperties(
        @Nullable String encryptionKey,
        @Nullable Path encryptionKeyFile,
        @DefaultValue("false") boolean encryptClearKeys,
        @DefaultValue("90d") Duration rotateAfter,
        @DefaultValue("1d") Duration publishBeforeUse) {

    KeyProperties {
        if (publishBeforeUse.isNegative() || rotateAfter.compareTo(publishBeforeUse) <= 0) {
            throw new IllegalArgumentException("exeunt.keys.rotate-after (" + rotateAfter
                    + ") must be longer than exeunt.keys.publish-before-use (" + publishBeforeUse
                    + "), or a signing key would get its successor before it signs");
        }
    }

    /** Secrets must not reach a log. */
    @Override
    public String toString() {
        return "KeyProperties[encryptionKeyFile=" + encryptionKeyFile + ", rotateAfter=" + rotateAfter
                + ", publishBeforeUse=" + publishBeforeUse + "]";
    }
}
