package org.exeunt.idp.signin;

import java.time.Duration;
import java.util.List;

/** Whether somebody who wants to sign in may be checked now. */
public sealed interface Admission {

    /**
     * Yes, and the attempt is counted as a wrong one until {@link SignInLimits#succeeded} hears otherwise. To be handed back
     * as it is.
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
     * No: nothing may be checked, and nothing may be told about whether it would have been right.
     *
     * @param time how long until the next attempt
     */
    record Wait(Duration time) implements Admission {}
}
