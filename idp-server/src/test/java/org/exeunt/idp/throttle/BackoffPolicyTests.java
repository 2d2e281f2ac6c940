package org.exeunt.idp.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffPolicyTests {

    private final BackoffPolicy bound =
            new BackoffPolicy(3, Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(1));

    @Test
    void the_first_attempts_are_free_and_each_further_delay_is_twice_as_long_up_to_the_longest() {
        assertThat(bound.delayAfter(1)).isZero();
        assertThat(bound.delayAfter(2)).isZero();
        assertThat(bound.delayAfter(3)).hasSeconds(10);
        assertThat(bound.delayAfter(4)).hasSeconds(20);
        assertThat(bound.delayAfter(5)).hasSeconds(40);
        assertThat(bound.delayAfter(6)).hasSeconds(60);
        assertThat(bound.delayAfter(Integer.MAX_VALUE)).hasSeconds(60);
    }

    @Test
    void a_bound_that_would_lock_out_or_forget_too_early_cannot_be_configured() {
        assertThatThrownBy(
                        () -> new BackoffPolicy(0, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new BackoffPolicy(1, Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BackoffPolicy(1, Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void of_an_ipv6_address_the_network_is_the_place() {
        assertThat(place("2001:db8:1:2:3::4")).isEqualTo(place("2001:db8:1:2:ffff::1"));
        assertThat(place("2001:db8:1:2::1")).isNotEqualTo(place("2001:db8:1:3::1"));
        assertThat(place("192.0.2.1")).isNotEqualTo(place("192.0.2.2"));
        assertThat(place("::ffff:192.0.2.1")).isNotEqualTo(place("::ffff:192.0.2.2"));
        assertThat(place("not an address")).isEqualTo("not an address");
    }

    private static String place(String address) {
        return Throttle.networkOf(address);
    }
}
