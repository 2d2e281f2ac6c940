package org.exeunt.idp.audit;

import java.util.Locale;

/** How much a logout is to end. The words are used in requests, answers and the audit trail: they must not change. */
public enum LogoutScope {

    /** One authorization: what one client got at one sign-in. */
    APP,

    /** One SSO session, and what was issued under it. */
    SSO,

    /** All sessions and authorizations of a user except the session that asks. */
    OTHERS,

    /** All sessions and authorizations of a user. */
    EVERYWHERE;

    /** The word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
