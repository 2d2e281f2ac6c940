package org.exeunt.idp.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RetryLadderTests {

    private static final int DRAWS = 200;

    private final Random random = new Random(1);

    @Test
    @DisplayName("BCL-30: 2 s, 10 s, 1 min, 5 min, 30 min, 2 h and no further, each up to a fifth shorter by chance")
    void the_ladder() {
        List<Duration> steps = List.of(
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofHours(2),
                Duration.ofHours(2),
                Duration.ofHours(2));

        for (int attempts = 1; attempts <= steps.size(); attempts++) {
            Duration step = steps.get(attempts - 1);
            List<Duration> waits = waits(attempts, Optional.empty());

            assertThat(waits).allMatch(wait -> wait.compareTo(step) <= 0);
            assertThat(waits)
                    .allMatch(wait -> wait.compareTo(step.multipliedBy(4).dividedBy(5)) >= 0);
            assertThat(waits.stream().distinct().count()).isGreaterThan(DRAWS / 2);
        }
    }

    @Test
    @DisplayName(
            "An app that asks for more time gets it, up to six hours, and one that asks for less does not hurry us")
    void an_app_may_ask_for_more_time() {
        assertThat(waits(1, Optional.of(Duration.ofMinutes(3)))).containsOnly(Duration.ofMinutes(3));
        assertThat(waits(1, Optional.of(Duration.ofDays(30)))).containsOnly(Duration.ofHours(6));
        assertThat(waits(4, Optional.of(Duration.ofSeconds(1))))
                .allMatch(wait -> wait.compareTo(Duration.ofMinutes(4)) >= 0);
    }

    private List<Duration> waits(int attempts, Optional<Duration> retryAfter) {
        return random.ints(DRAWS)
                .mapToObj(_ -> RetrySchedule.waitAfter(attempts, retryAfter, random))
                .toList();
    }
}
