package org.exeunt.demo.evidence;

import java.util.Locale;

/** One question on the page: what was asked, what came back, and what that means in plain words. */
record Row(Finding finding, PromiseCheck mark, String meaning, String promise) {

    static Row of(SignOut signOut, Finding finding) {
        return new Row(
                finding,
                PromiseCheck.of(signOut.kind(), finding),
                meaning(signOut, finding),
                promise(signOut, finding));
    }

    public String id() {
        return "row-" + finding.question().name().toLowerCase(Locale.ROOT);
    }

    private static String meaning(SignOut signOut, Finding finding) {
        String meaning = meaning(finding);
        boolean expiry = finding.question() != Question.REFRESH
                && (finding.outcome() == Outcome.REFUSED || finding.outcome() == Outcome.INACTIVE)
                && signOut.tokens() != null
                && finding.at() != null
                && signOut.tokens().accessHadExpiredAt(finding.at());
        return expiry ? meaning + " By then it had also run out by itself, so this alone proves nothing." : meaning;
    }

    private static String meaning(Finding finding) {
        return switch (finding.outcome()) {
            case GONE -> "A sign-in here would ask for the password again. Nobody else on this browser gets in as you.";
            case ALIVE ->
                "The identity provider still knows this browser. “Sign in” would let you in without a password.";
            case REFUSED ->
                finding.question() == Question.REFRESH
                        ? "No new tokens can be made from the old sign-in."
                        : "A copy of the token, wherever it is, opens nothing any more.";
            case ACCEPTED ->
                finding.question() == Question.REFRESH
                        ? "The old sign-in can still be turned into new tokens."
                        : "Whoever holds a copy of the token can still use it.";
            case ACTIVE -> "The identity provider itself calls the token valid.";
            case INACTIVE -> "The identity provider itself calls the token invalid, to every API that asks.";
            case NO_ANSWER -> "We do not know. No answer is not a proof of anything.";
            case NOT_ASKED -> "We do not know, because nothing was asked.";
        };
    }

    private static String promise(SignOut signOut, Finding finding) {
        Outcome promised = signOut.kind().promised(finding.question());
        if (promised == null) {
            return "Expected: either. Whoever signed out may have meant one app only.";
        }
        if (promised == Outcome.ALIVE) {
            return "Expected: still there, by design. This kind ends one app’s tokens and no session.";
        }
        return "Expected: " + promised.words().toLowerCase(Locale.ROOT) + ".";
    }
}
