package org.exeunt.demo.evidence;

import java.util.Locale;

/** How an answer compares with what the kind of sign-out promises. Never told by colour alone. */
enum PromiseCheck {
    KEPT("✓", "as promised"),
    BROKEN("✗", "not as promised"),
    UNKNOWN("?", "unknown"),
    /** This kind promises nothing about the question. */
    EITHER("–", "no promise made");

    private final String icon;
    private final String words;

    PromiseCheck(String icon, String words) {
        this.icon = icon;
        this.words = words;
    }

    static PromiseCheck of(SignOutKind kind, Finding finding) {
        Outcome promised = kind.promised(finding.question());
        return switch (finding.outcome()) {
            case NO_ANSWER, NOT_ASKED -> UNKNOWN;
            case GONE, ALIVE, REFUSED, ACCEPTED, ACTIVE, INACTIVE -> {
                if (promised == null) {
                    yield EITHER;
                }
                yield promised == finding.outcome() ? KEPT : BROKEN;
            }
        };
    }

    public String icon() {
        return icon;
    }

    public String words() {
        return words;
    }

    /** The value in {@code data-mark}, which the style sheet reads. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
