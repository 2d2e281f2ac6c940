package org.exeunt.demo.mobile;

import java.util.List;
import org.exeunt.demo.evidence.Finding;
import org.exeunt.demo.server.ProofKey;
import org.exeunt.demo.server.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated app remembers.
 *
 * @param pending the sign-in that was started and has not come back
 * @param inUse the tokens that the app calls with; null if it is signed out
 * @param exchange the last thing it did
 * @param proof what the server said about the old tokens after a sign-out
 * @param departure how it was signed out the way a page is; null if it was not, or signed in again
 */
record Phone(
        @Nullable Pending pending,
        @Nullable Tokens inUse,
        @Nullable Exchange exchange,
        List<Finding> proof,
        @Nullable Departure departure) {

    static Phone fresh() {
        return new Phone(null, null, null, List.of(), null);
    }

    Phone signingIn(Pending started) {
        return new Phone(started, inUse, exchange, proof, departure);
    }

    Phone signedIn(Tokens tokens, Exchange how) {
        return new Phone(null, tokens, how, List.of(), null);
    }

    /** The sign-in did not work out; whatever the app had before stays. */
    Phone notSignedIn(Exchange how) {
        return new Phone(null, inUse, how, proof, departure);
    }

    Phone refreshed(Tokens tokens, Exchange how) {
        return new Phone(pending, tokens, how, proof, departure);
    }

    Phone did(Exchange what) {
        return new Phone(pending, inUse, what, proof, departure);
    }

    /** Forgets the tokens. Happens before the server is told, so that no failure can keep the app signed in. */
    Phone forgotten() {
        return new Phone(null, null, exchange, List.of(), null);
    }

    Phone proven(Exchange how, List<Finding> answers) {
        return new Phone(pending, inUse, how, answers, departure);
    }

    Phone departed(Departure how, List<Finding> answers) {
        return new Phone(pending, inUse, how.last(), answers, how);
    }

    /** A sign-in on its way: what its answer must carry, and what its code must be redeemed with. */
    record Pending(String state, ProofKey proofKey) {}
}
