package org.exeunt.idp.logout.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import org.exeunt.idp.session.SsoSessionSummary;
import org.jspecify.annotations.Nullable;

/** A user's sessions as an administrator sees them. The names are part of the API: they must not change. */
record AdminSessionsView(List<Item> sessions) {

    static AdminSessionsView of(List<SsoSessionSummary> records) {
        return new AdminSessionsView(records.stream().map(Item::of).toList());
    }

    /**
     * One session.
     *
     * @param browser {@code null} if it was not recognised
     * @param system {@code null} if it was not recognised
     * @param endedAt {@code null} while it is valid
     * @param reason why it ended; {@code null} while it is valid
     */
    @JsonInclude(Include.ALWAYS)
    record Item(
            String id,
            @Nullable String browser,
            @Nullable String system,
            boolean newDevice,
            Instant createdAt,
            Instant lastActiveAt,
            Instant expiresAt,
            boolean valid,
            @Nullable Instant endedAt,
            @Nullable String reason) {

        static Item of(SsoSessionSummary record) {
            return new Item(
                    record.sid().value(),
                    record.browser().orElse(null),
                    record.system().orElse(null),
                    record.newDevice(),
                    record.startedAt(),
                    record.lastSeenAt(),
                    record.expiresAt(),
                    record.isLive(),
                    record.end().map(SsoSessionSummary.End::at).orElse(null),
                    record.end().map(end -> end.reason().stored()).orElse(null));
        }
    }
}
