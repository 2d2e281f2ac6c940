package org.exeunt.idp.session;

import java.util.Arrays;

/** Why an SSO session ended. The names are stored and shown to operators: never change them. */
public enum EndReason {

    /** The user signed out, at a relying party or on a page of this server. */
    USER_LOGOUT("user_logout"),

    /** Another user signed in in the same browser. */
    SIGNED_IN_AS_ANOTHER("signed_in_as_another"),

    /** The user signed out on another device. */
    SIGNED_OUT_ELSEWHERE("signed_out_elsewhere"),

    /** The user changed their password in another browser. */
    PASSWORD_CHANGE("password_change"),

    /** An administrator, or a program with the scope {@code exeunt.admin}, ended it. */
    ADMIN_LOGOUT("admin_logout"),

    /** An administrator disabled the account. */
    ACCOUNT_DISABLED("account_disabled"),

    /** The idle timeout or the maximum lifetime was reached. */
    SESSION_TIMEOUT("session_timeout");

    private final String stored;

    EndReason(String stored) {
        this.stored = stored;
    }

    static EndReason of(String stored) {
        return Arrays.stream(values())
                .filter(reason -> reason.stored.equals(stored))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("no such end: " + stored));
    }

    /** The name in the database, in logs and on the wire. */
    public String stored() {
        return stored;
    }
}
