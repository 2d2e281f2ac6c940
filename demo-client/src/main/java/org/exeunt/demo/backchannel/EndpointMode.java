package org.exeunt.demo.backchannel;

import java.util.Locale;

/** How this application treats its back-channel endpoint, to see what the identity provider makes of that. */
enum EndpointMode {
    HEALTHY("Healthy", "answers at once"),
    SLOW("Slow", "takes its time, then signs people out"),
    FAILING("Failing", "answers 503 and does nothing"),
    DEAD("Dead", "closes the connection without a word");

    private final String title;
    private final String words;

    EndpointMode(String title, String words) {
        this.title = title;
        this.words = words;
    }

    public String title() {
        return title;
    }

    public String words() {
        return words;
    }

    /** The value in forms and in {@code data-mood}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
