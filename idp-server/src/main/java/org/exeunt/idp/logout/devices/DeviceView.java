package org.exeunt.idp.logout.devices;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.exeunt.idp.logout.devices.UserSessions.OwnSession;
import org.exeunt.idp.session.SsoSessionSummary;
import org.exeunt.idp.theme.LocalTimeFormat;
import org.jspecify.annotations.Nullable;

/**
 * A session on the page.
 *
 * @param id form value that ends it
 * @param browser {@code null} if it was not recognised
 * @param system {@code null} if it was not recognised
 * @param ago time since the last activity: {@code now}, or a unit of which there are {@code count}
 * @param endedAt {@code null} while it is live
 * @param reason message key of the reason of its end; {@code null} while it is live
 */
record DeviceView(
        String id,
        boolean current,
        @Nullable String browser,
        @Nullable String system,
        boolean newDevice,
        List<String> apps,
        String signedInAt,
        String ago,
        long count,
        @Nullable String endedAt,
        @Nullable String reason) {

    static DeviceView of(OwnSession session, Instant now, LocalTimeFormat times, Locale language) {
        SsoSessionSummary record = session.record();
        Duration since = Duration.between(record.lastSeenAt(), now);
        return new DeviceView(
                record.sid().value(),
                session.current(),
                record.browser().orElse(null),
                record.system().orElse(null),
                record.newDevice(),
                session.apps(),
                times.of(record.startedAt(), language),
                unit(since),
                count(since),
                record.end().map(end -> times.of(end.at(), language)).orElse(null),
                record.end().map(end -> end.reason().stored()).orElse(null));
    }

    private static String unit(Duration since) {
        if (since.toMinutes() < 2) {
            return "now";
        }
        if (since.toHours() < 1) {
            return "minutes";
        }
        if (since.toDays() < 1) {
            return since.toHours() == 1 ? "hour" : "hours";
        }
        return since.toDays() == 1 ? "day" : "days";
    }

    private static long count(Duration since) {
        return switch (unit(since)) {
            case "minutes" -> since.toMinutes();
            case "hours" -> since.toHours();
            default -> since.toDays();
        };
    }
}
