package org.exeunt.idp.signin;

import java.time.Duration;
import java.util.List;

/** The throttle's decision about an attempt to sign in. */
public sealed interface ThrottleDecision {

    /**
     * The password may be checked. The attempt counts as failed until this object is passed to {@link
     * SignInThrottle#succeeded}.
     */
    final class Allowed implements ThrottleDecision {

        private final List<SignInAttempts.Acquired> turns;

        Allowed(List<SignInAttempts.Acquired> turns) {
            this.turns = List.copyOf(turns);
        }

        List<SignInAttempts.Acquired> turns() {
            return turns;
        }
    }

    /**
     * The password must not be checked, and the answer must not depend on whether it would have been right.
     *
     * @param time how long until the next attempt
     */
    record RetryAfter(Duration time) implements ThrottleDecision {}
}
