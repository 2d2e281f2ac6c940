package org.exeunt.idp.notification;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt. */
final class RetrySchedule {

    /** Over this time the failed notifications of an app are spread once it answers again, so that it is not flooded. */
    static final Duration AFTER_RECOVERY = Duration.ofSeconds(2);

    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2));

    private static final Duration LONGEST = Duration.ofHours(6);

    private RetrySchedule() {}

    /**
     * The wait after so many failed attempts, up to a fifth shorter by chance so that apps that failed together do not come
     * back together; longer if the app asked for it, but never more than six hours.
     */
    static Duration waitAfter(int attempts, Optional<Duration> retryAfter, RandomGenerator random) {
        Duration step = STEPS.get(Math.clamp(attempts - 1L, 0, STEPS.size() - 1));
        Duration jittered = step.minusMillis(random.nextLong(step.toMillis() / 5 + 1));
        return retryAfter
                .map(asked -> asked.compareTo(LONGEST) > 0 ? LONGEST : asked)
                .filter(asked -> asked.compareTo(jittered) > 0)
                .orElse(jittered);
    }
}
