package org.exeunt.demo.evidence;

import java.io.Serializable;

/** Whether the browser came back from a logout by redirect, and with our own state. */
sealed interface Journey extends Serializable {

    /** This kind of sign-out sends no browser anywhere. */
    record None() implements Journey {}

    record Away(String state) implements Journey {}

    record Returned() implements Journey {}

    /** Another user's link led here, or the server changed the state. */
    record ReturnedWithForeignState(String state) implements Journey {}

    default Journey backWith(String given) {
        return switch (this) {
            case Away(String state) -> state.equals(given) ? new Returned() : new ReturnedWithForeignState(state);
            case ReturnedWithForeignState(String state) -> state.equals(given) ? new Returned() : this;
            case None() -> this;
            case Returned() -> this;
        };
    }
}
