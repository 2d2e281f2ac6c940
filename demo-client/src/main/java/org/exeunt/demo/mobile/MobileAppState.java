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
record MobileAppState(
        @Nullable Pending pending,
        @Nullable Tokens inUse,
        @Nullable Exchange exchange,
        List<Finding> proof,
        @Nullable LogoutTrace departure) {

    static MobileAppState fresh() {
        return new MobileAppState(null, null, null, List.of(), null);
    }

    MobileAppState signingIn(Pending started) {
        return new MobileAppState(started, inUse, exchange, proof, departure);
    }

    MobileAppState signedIn(Tokens tokens, Exchange how) {
        return new MobileAppState(null, tokens, how, List.of(), null);
    }

    /** The sign-in failed; the app keeps its earlier tokens. */
    MobileAppState notSignedIn(Exchange how) {
        return new MobileAppState(null, inUse, how, proof, departure);
    }

    MobileAppState refreshed(Tokens tokens, Exchange how) {
        return new MobileAppState(pending, tokens, how, proof, departure);
    }

    MobileAppState did(Exchange what) {
        return new MobileAppState(pending, inUse, what, proof, departure);
    }

    /** Forgets the tokens. Happens before the server is told, so that no failure can keep the app signed in. */
    MobileAppState forgotten() {
        return new MobileAppState(null, null, exchange, List.of(), null);
    }

    MobileAppState proven(Exchange how, List<Finding> answers) {
        return new MobileAppState(pending, inUse, how, answers, departure);
    }

    MobileAppState departed(LogoutTrace how, List<Finding> answers) {
        return new MobileAppState(pending, inUse, how.last(), answers, how);
    }

    /** A sign-in on its way: what its answer must carry, and what its code must be redeemed with. */
    record Pending(String state, ProofKey proofKey) {}
}
