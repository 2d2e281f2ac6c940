package org.exeunt.idp.authorization;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Under which key the signing keys are stored. One of the three is needed; the first that is there counts.
 *
 * @param encryptionKey 32 random bytes in base64, the same for all nodes
 * @param encryptionKeyFile a file that holds them
 * @param generatedKeyFile a file that holds them, and is made if it is not there; for development
 */
@ConfigurationProperties("exeunt.keys")
record KeyProperties(
        @Nullable String encryptionKey,
        @Nullable Path encryptionKeyFile,
        @Nullable Path generatedKeyFile) {

    /** It may get into a log, and what it holds must not. */
    @Override
    public String toString() {
        return "KeyProperties[encryptionKeyFile=" + encryptionKeyFile + ", generatedKeyFile=" + generatedKeyFile + "]";
    }
}
