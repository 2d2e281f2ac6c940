package org.exeunt.idp.session;

import java.util.Arrays;

/** Why an SSO session ended. The names are stored and shown to operators: they never change. */
public enum EndReason {

    /** The person signed out, at a relying party or here. */
    USER_LOGOUT("user_logout"),

    /** Somebody else signed in, in the same browser. */
    SIGNED_IN_AS_ANOTHER("signed_in_as_another"),

    /** The person signed out, on another device. */
    SIGNED_OUT_ELSEWHERE("signed_out_elsewhere"),

    /** The person changed their password, in another browser. */
    PASSWORD_CHANGE("password_change"),

    /** An administrator, or a program that watches over accounts, ended it. */
    ADMIN_LOGOUT("admin_logout"),

    /** An administrator disabled the account. */
    ACCOUNT_DISABLED("account_disabled"),

    /** The person was away too long, or the session reached its age. */
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
