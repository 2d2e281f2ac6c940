package org.exeunt.idp.signin;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.session.EndReason;
import org.exeunt.idp.session.SessionRecord;
import org.springframework.stereotype.Component;

/** What a person hears at their next sign-in about an end that they did not bring about in this browser. */
@Component
class SignedOutBefore {

    private static final Set<EndReason> WORTH_TELLING = Set.of(
            EndReason.SESSION_TIMEOUT,
            EndReason.SIGNED_OUT_ELSEWHERE,
            EndReason.PASSWORD_CHANGE,
            EndReason.ADMIN_LOGOUT,
            EndReason.ACCOUNT_DISABLED);

    private final InstantSource clock;
    private final ZoneId zone;

    SignedOutBefore(InstantSource clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    /** The reason, a key of the texts and of the wire; empty if there is nothing to tell. */
    static Optional<String> reason(Optional<SessionRecord.End> end) {
        return end.map(SessionRecord.End::reason)
                .filter(WORTH_TELLING::contains)
                .map(EndReason::stored);
    }

    static boolean isReason(String key) {
        return WORTH_TELLING.stream().anyMatch(reason -> reason.stored().equals(key));
    }

    /** The time of day, with the date if it was not today. With the zone, since we do not know that of the person. */
    String time(Instant at, Locale language) {
        var there = at.atZone(zone);
        boolean today = there.toLocalDate().equals(LocalDate.ofInstant(clock.instant(), zone));
        return there.format(DateTimeFormatter.ofPattern(today ? "HH:mm zzz" : "d MMM HH:mm zzz", language));
    }
}
