package org.exeunt.demo.web;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Times as pages show them, in the zone of this machine: the users who look at the demo sit in front of it. */
@Component
public class TimeFormat {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

    private final InstantSource clock;
    private final ZoneId zone = ZoneId.systemDefault();

    TimeFormat(InstantSource clock) {
        this.clock = clock;
    }

    public String time(Instant instant) {
        return TIME.format(instant.atZone(zone));
    }

    public String moment(Instant instant) {
        return MOMENT.format(instant.atZone(zone));
    }

    String today() {
        return DAY.format(clock.instant().atZone(zone));
    }
}
