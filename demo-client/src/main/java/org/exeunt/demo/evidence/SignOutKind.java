package org.exeunt.demo.evidence;

import org.jspecify.annotations.Nullable;

/** How a sign-out was started, and what that promises. */
public enum SignOutKind {
    REDIRECT("by redirect", Outcome.GONE),
    API("by API call", Outcome.ALIVE),
    SDK("by the JavaScript SDK", Outcome.GONE),
    /** A user signed out somewhere else; a single app may have been meant, so the session may have stayed. */
    ELSEWHERE("from elsewhere", null);

    private final String words;
    private final @Nullable Outcome session;

    SignOutKind(String words, @Nullable Outcome session) {
        this.words = words;
        this.session = session;
    }

    public String words() {
        return words;
    }

    /** The answer that keeps the promise of this kind; null if it promises nothing about that. */
    @Nullable
    Outcome promised(Question question) {
        return switch (question) {
            case SESSION -> session;
            case USERINFO, REFRESH -> Outcome.REFUSED;
            case INTROSPECTION -> Outcome.INACTIVE;
        };
    }
}
