package org.exeunt.idp.throttle;

import java.time.Duration;
import java.util.List;

/** The throttle's decision about an attempt. */
public sealed interface ThrottleDecision {

    /** The attempt may be made. It counts as failed until this object is passed to {@link Throttle#release} or {@link Throttle#forget}. */
    final class Allowed implements ThrottleDecision {

        private final List<Attempts.Acquired> turns;

        Allowed(List<Attempts.Acquired> turns) {
            this.turns = List.copyOf(turns);
        }

        List<Attempts.Acquired> turns() {
            return turns;
        }
    }

    /**
     * The attempt must not be made, and the answer must not depend on whether it would have succeeded.
     *
     * @param time how long until the next attempt
     */
    record RetryAfter(Duration time) implements ThrottleDecision {

        /** Whole seconds, rounded up, and at least one: a value for the header {@code Retry-After}. */
        public long seconds() {
            return Math.max(1, time.plusMillis(999).toSeconds());
        }
    }
}
