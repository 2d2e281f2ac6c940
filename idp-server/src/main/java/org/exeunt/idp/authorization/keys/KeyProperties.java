package org.exeunt.idp.authorization.keys;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The signing keys: under which key they are stored, and when a new one takes over.
 *
 * <p>Of the two ways to give a key-encryption key the first that is there counts; without any, an embedded database gets a key in
 * a file beside it, and in a database server the signing keys are not encrypted.
 *
 * @param encryptionKey 32 random bytes in base64, the same for all nodes
 * @param encryptionKeyFile a file that holds them
 * @param rotateAfter how long after its making a signing key gets a successor
 * @param publishBeforeUse how long the successor is published before it signs: longer than relying parties remember our keys
 *     without asking again
 */
@ConfigurationProperties("exeunt.keys")
record KeyProperties(
        @Nullable String encryptionKey,
        @Nullable Path encryptionKeyFile,
        @DefaultValue("90d") Duration rotateAfter,
        @DefaultValue("1d") Duration publishBeforeUse) {

    KeyProperties {
        if (publishBeforeUse.isNegative() || rotateAfter.compareTo(publishBeforeUse) <= 0) {
            throw new IllegalArgumentException("exeunt.keys.rotate-after (" + rotateAfter
                    + ") must be longer than exeunt.keys.publish-before-use (" + publishBeforeUse
                    + "), or a signing key would get its successor before it signs");
        }
    }

    /** It may get into a log, and what it holds must not. */
    @Override
    public String toString() {
        return "KeyProperties[encryptionKeyFile=" + encryptionKeyFile + ", rotateAfter=" + rotateAfter
                + ", publishBeforeUse=" + publishBeforeUse + "]";
    }
}
