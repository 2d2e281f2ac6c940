package org.exeunt.idp.logout.receipt;

/** What we know about one app after a logout. */
public enum AppState {

    /** It said itself that the person is signed out there (invariant 9). */
    ACKNOWLEDGED("acknowledged"),

    /** It was told and has not answered, or not well; we keep trying. */
    PENDING("pending"),

    /** It will not, or never answered. */
    FAILED("failed"),

    /** Its page was loaded in a frame. Whether that signed the person out there, nobody hears. */
    ASKED("asked"),

    /** It cannot be told. */
    SILENT("silent"),

    /** It cannot be told, and we know how long its own session lasts at most. */
    SILENT_FOR_A_WHILE("silent-for-a-while");

    private final String key;

    AppState(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }
}
