package org.exeunt.idp.theme;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Formats times for pages, in the operator's time zone ({@code exeunt.time-zone}). */
@Component
public class LocalTimeFormat {

    private final InstantSource clock;
    private final ZoneId zone;

    LocalTimeFormat(InstantSource clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * The time of day with its zone, since a page without scripts does not know the reader's: {@code 14:02 CET}; with
     * the date if it was not today: {@code 12 Nov 14:02 CET}.
     */
    public String of(Instant moment, Locale language) {
        boolean today = LocalDate.ofInstant(moment, zone).equals(LocalDate.ofInstant(clock.instant(), zone));
        return DateTimeFormatter.ofPattern(today ? "HH:mm zzz" : "d MMM HH:mm zzz", language)
                .format(moment.atZone(zone));
    }
}
