package org.exeunt.idp.whole;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The server's clock, which a test can put forward and back. It goes on ticking, since parts of the framework look at the
 * system's clock and nowhere else.
 */
final class TestClock implements InstantSource {

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plus(ahead.get());
    }

    Duration ahead() {
        return ahead.get();
    }

    /** From now on the clock is this much ahead of the system's; behind it, if negative. */
    void setAheadBy(Duration duration) {
        ahead.set(duration);
    }
}
