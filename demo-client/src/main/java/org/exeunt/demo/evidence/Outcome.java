package org.exeunt.demo.evidence;

import java.util.Locale;

/** What an answer means. An answer that says nothing about the question counts as none. */
public enum Outcome {
    GONE("Gone"),
    ALIVE("Still there"),
    REFUSED("Refused"),
    ACCEPTED("Still accepted"),
    ACTIVE("Still active"),
    INACTIVE("Not active"),
    NO_ANSWER("No answer"),
    NOT_ASKED("Not asked");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /** The value in {@code data-answer}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
