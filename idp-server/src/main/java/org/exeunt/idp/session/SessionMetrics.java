package org.exeunt.idp.session;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** {@code sessions.live}: SSO sessions that have neither ended nor expired; the same on every node. */
@Component
class SessionMetrics {

    /** Counting reads the whole table: a scraper that asks more often gets the former count. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final SsoSessions sessions;
    private final InstantSource clock;
    private long live;
    private Instant countedAt = Instant.MIN;

    SessionMetrics(MeterRegistry registry, SsoSessions sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
        Gauge.builder("sessions.live", this, SessionMetrics::live)
                .description("SSO sessions that have neither ended nor expired, as of at most a minute ago")
                .register(registry);
    }

    private synchronized double live() {
        Instant now = clock.instant();
        if (countedAt.isBefore(now.minus(FRESH))) {
            live = sessions.countLive();
            countedAt = now;
        }
        return live;
    }
}
