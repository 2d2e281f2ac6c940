package org.exeunt.idp.theme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ShownTimeTests {

    /** Half past midnight of 22 November in Oslo, and still 21 November in Greenwich. */
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T23:30:00Z"));

    private final LocalTimeFormat oslo = new LocalTimeFormat(CLOCK, ZoneId.of("Europe/Oslo"));

    @Test
    void a_moment_of_today_is_a_time_of_day_with_its_zone() {
        assertThat(oslo.of(Instant.parse("2026-11-21T23:05:00Z"), Locale.ENGLISH))
                .isEqualTo("00:05 CET");
    }

    @Test
    void a_moment_of_another_day_has_its_date() {
        Instant beforeMidnight = Instant.parse("2026-11-21T22:59:00Z");

        assertThat(oslo.of(beforeMidnight, Locale.ENGLISH)).isEqualTo("21 Nov 23:59 CET");
        assertThat(oslo.of(beforeMidnight, Locale.forLanguageTag("nb"))).isEqualTo("21 nov. 23:59 CET");
        assertThat(oslo.of(Instant.parse("2026-07-01T10:00:00Z"), Locale.ENGLISH))
                .isEqualTo("1 Jul 12:00 CEST");
    }

    @Test
    void the_day_is_that_of_the_zone() {
        var greenwich = new LocalTimeFormat(CLOCK, ZoneId.of("UTC"));

        assertThat(greenwich.of(Instant.parse("2026-11-21T22:59:00Z"), Locale.ENGLISH))
                .isEqualTo("22:59 UTC");
    }
}
