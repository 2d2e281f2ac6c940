package org.exeunt.demo.evidence;

import java.util.List;
import java.util.Locale;

/** The four answers in one sentence. */
enum Verdict {
    PROVEN("✓", "Signed out, and the server confirms it", "Every answer is what this kind of sign-out promises."),
    TOKENS_ENDED(
            "✓",
            "The tokens are dead; the session lives on",
            "Every answer is what this kind of sign-out promises. On a shared computer, end the session as well."),
    BROKEN("✗", "Not everything is as promised", "At least one answer below differs from what this sign-out promises."),
    UNKNOWN(
            "?",
            "Signed out here; the rest is unknown",
            "At least one question below has no answer. What the server did about it is not known.");

    private final String icon;
    private final String headline;
    private final String words;

    Verdict(String icon, String headline, String words) {
        this.icon = icon;
        this.headline = headline;
        this.words = words;
    }

    /** The worst answer decides. */
    static Verdict of(List<Row> rows) {
        List<PromiseCheck> marks = rows.stream().map(Row::mark).toList();
        if (marks.contains(PromiseCheck.BROKEN)) {
            return BROKEN;
        }
        if (marks.contains(PromiseCheck.UNKNOWN)) {
            return UNKNOWN;
        }
        boolean sessionLives = rows.stream().anyMatch(row -> row.finding().outcome() == Outcome.ALIVE);
        return sessionLives ? TOKENS_ENDED : PROVEN;
    }

    public String icon() {
        return icon;
    }

    public String headline() {
        return headline;
    }

    public String words() {
        return words;
    }

    /** The value in {@code data-verdict}. A session that was meant to stay takes nothing from the proof. */
    public String id() {
        return this == TOKENS_ENDED ? PROVEN.id() : name().toLowerCase(Locale.ROOT);
    }
}
