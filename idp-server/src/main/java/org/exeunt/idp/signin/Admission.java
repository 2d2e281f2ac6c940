package org.exeunt.idp.signin;

import java.time.Duration;
import java.util.List;

/** The throttle's decision about an attempt to sign in. */
public sealed interface Admission {

    /**
     * The password may be checked. The attempt counts as failed until this object is passed to {@link
     * SignInLimits#succeeded}.
     */
    final class Admitted implements Admission {

        private final List<SignInAttempts.Taken> turns;

        Admitted(List<SignInAttempts.Taken> turns) {
            this.turns = List.copyOf(turns);
        }

        List<SignInAttempts.Taken> turns() {
            return turns;
        }
    }

    /**
     * The password must not be checked, and the answer must not depend on whether it would have been right.
     *
     * @param time how long until the next attempt
     */
    record Wait(Duration time) implements Admission {}
}
