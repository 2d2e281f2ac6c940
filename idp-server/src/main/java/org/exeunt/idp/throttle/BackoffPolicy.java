package org.exeunt.idp.throttle;

import java.time.Duration;

/**
 * Exponential backoff after failed attempts: after the free ones, each further attempt has to wait twice as long as
 * the one before, up to a maximum.
 *
 * @param free attempts without a delay
 * @param firstDelay the first delay
 * @param longestDelay the maximum delay
 * @param forgottenAfter the count resets this long after the first failed attempt
 */
public record BackoffPolicy(int free, Duration firstDelay, Duration longestDelay, Duration forgottenAfter) {

    public BackoffPolicy {
        if (free < 1 || !firstDelay.isPositive() || firstDelay.compareTo(longestDelay) > 0) {
            throw new IllegalArgumentException("one attempt must be free, and delays positive and growing");
        }
        if (forgottenAfter.compareTo(longestDelay) <= 0) {
            throw new IllegalArgumentException("attempts must be remembered for longer than the longest delay");
        }
    }

    /** The delay after this number of failed attempts. */
    Duration delayAfter(int attempts) {
        if (attempts < free) {
            return Duration.ZERO;
        }
        // Any delay times 2 to the power of 60 exceeds the maximum without an overflow.
        Duration delay = firstDelay;
        for (int doublings = attempts - free; doublings > 0 && delay.compareTo(longestDelay) < 0; doublings--) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
    }
}
