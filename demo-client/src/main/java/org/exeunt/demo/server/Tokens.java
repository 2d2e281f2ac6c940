package org.exeunt.demo.server;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one authorization gave us. */
public record Tokens(
        Token access,
        @Nullable Instant accessExpiresAt,
        @Nullable Token refresh) implements Serializable {

    /** Whether the access token had run out by itself at that time, so that a refusal proves nothing. */
    public boolean accessHadExpiredAt(Instant time) {
        return accessExpiresAt != null && !time.isBefore(accessExpiresAt);
    }
}
