package org.exeunt.idp.signin;

import java.time.Duration;

/**
 * How many attempts may go wrong within some time, and what follows: each further one has to wait twice as long as the one before,
 * up to a longest time. There is no end to the waiting only for those who do not wait.
 *
 * @param free attempts before anybody has to wait
 * @param firstDelay the first time to wait
 * @param longestDelay no time to wait is longer
 * @param forgottenAfter so long after the first attempt it all begins anew
 */
record Bound(int free, Duration firstDelay, Duration longestDelay, Duration forgottenAfter) {

    Bound {
        if (free < 1 || !firstDelay.isPositive() || firstDelay.compareTo(longestDelay) > 0) {
            throw new IllegalArgumentException("one attempt must be free, and delays positive and growing");
        }
        if (forgottenAfter.compareTo(longestDelay) <= 0) {
            throw new IllegalArgumentException("attempts must be remembered for longer than the longest delay");
        }
    }

    /** How long nobody may try after this many attempts went wrong. */
    Duration delayAfter(int attempts) {
        if (attempts < free) {
            return Duration.ZERO;
        }
        // Sixty doublings are more than any longest delay, and still fit.
        Duration delay = firstDelay;
        for (int doublings = attempts - free; doublings > 0 && delay.compareTo(longestDelay) < 0; doublings--) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
    }
}
