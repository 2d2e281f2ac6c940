package org.exeunt.idp.authorization;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Under which key the signing keys are stored. The first that is there counts; without any, an embedded
 * database gets a key in a file beside it, and in a database server the keys are not encrypted.
 *
 * @param encryptionKey 32 random bytes in base64, the same for all nodes
 * @param encryptionKeyFile a file that holds them
 */
@ConfigurationProperties("exeunt.keys")
record KeyProperties(
        @Nullable String encryptionKey, @Nullable Path encryptionKeyFile) {

    /** It may get into a log, and what it holds must not. */
    @Override
    public String toString() {
        return "KeyProperties[encryptionKeyFile=" + encryptionKeyFile + "]";
    }
}
