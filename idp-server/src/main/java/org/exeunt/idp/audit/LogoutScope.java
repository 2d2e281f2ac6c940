package org.exeunt.idp.audit;

import java.util.Locale;

/** How much a logout is to end. The same words in requests, answers and the audit trail: they never change. */
public enum LogoutScope {

    /** One authorization: what one application got at one sign-in. */
    APP,

    /** One SSO session, and what was given under it. */
    SSO,

    /** Everything of a person but the session that asks. */
    OTHERS,

    /** Everything of a person. */
    EVERYWHERE;

    /** The word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
