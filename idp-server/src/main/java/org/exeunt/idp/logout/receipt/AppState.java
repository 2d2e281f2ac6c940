package org.exeunt.idp.logout.receipt;

/** The state of one app after a logout. */
public enum AppState {

    /** It confirmed that the user is signed out there (invariant 9). */
    ACKNOWLEDGED("acknowledged"),

    /** It was notified and has not acknowledged yet; attempts continue. */
    PENDING("pending"),

    /** It refused, or all attempts failed. */
    FAILED("failed"),

    /**
     * Its front-channel logout URI was loaded in a frame, which does not report whether the user was signed out
     * there.
     */
    ASKED("asked"),

    /** It has no logout URI. */
    SILENT("silent"),

    /** It has no logout URI, and the maximum lifetime of its own session is known. */
    SILENT_FOR_A_WHILE("silent-for-a-while");

    private final String key;

    AppState(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }
}
