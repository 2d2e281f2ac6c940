package org.exeunt.demo.evidence;

import java.io.Serializable;

/**
 * The question that only the browser can ask: is there a session at the identity provider?
 *
 * <p>It goes out at most once by itself. A probe that did not come back is not sent again unless the user asks.
 */
sealed interface Probe extends Serializable {

    record NotSent() implements Probe {}

    record Sent(String state) implements Probe {}

    /** The state stays, so that the same callback (the back button) is recognised and changes nothing. */
    record CameBack(String state, Finding finding) implements Probe {}

    /** The server did not answer other questions: a browser sent there would be stranded. */
    record Spared(Finding finding) implements Probe {}

    /** Whether an authorization response with this state is the answer to this probe. */
    default boolean expects(String callbackState) {
        return switch (this) {
            case Sent(String state) -> state.equals(callbackState);
            case CameBack back -> back.state().equals(callbackState);
            case NotSent() -> false;
            case Spared spared -> false;
        };
    }
}
