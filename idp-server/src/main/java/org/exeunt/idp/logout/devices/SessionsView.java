package org.exeunt.idp.logout.devices;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import org.exeunt.idp.logout.devices.UserSessions.OwnSession;
import org.exeunt.idp.session.SsoSessionSummary;
import org.jspecify.annotations.Nullable;

/** The answer of {@code GET /api/auth/sessions}. The names are part of the API: they must not change. */
record SessionsView(List<Item> sessions) {

    static SessionsView of(List<OwnSession> sessions) {
        return new SessionsView(sessions.stream().map(Item::of).toList());
    }

    /**
     * One session.
     *
     * @param browser {@code null} if it was not recognised
     * @param system {@code null} if it was not recognised
     * @param valid whether it is live
     * @param endedAt {@code null} while it is valid
     * @param reason why it ended; {@code null} while it is valid
     */
    @JsonInclude(Include.ALWAYS)
    record Item(
            String id,
            boolean current,
            @Nullable String browser,
            @Nullable String system,
            boolean newDevice,
            List<String> apps,
            Instant createdAt,
            Instant lastActiveAt,
            Instant expiresAt,
            boolean valid,
            @Nullable Instant endedAt,
            @Nullable String reason) {

        static Item of(OwnSession session) {
            SsoSessionSummary record = session.record();
            return new Item(
                    record.sid().value(),
                    session.current(),
                    record.browser().orElse(null),
                    record.system().orElse(null),
                    record.newDevice(),
                    session.apps(),
                    record.startedAt(),
                    record.lastSeenAt(),
                    record.expiresAt(),
                    record.isLive(),
                    record.end().map(SsoSessionSummary.End::at).orElse(null),
                    record.end().map(end -> end.reason().stored()).orElse(null));
        }
    }
}
