package org.exeunt.idp.rehearsal;

/**
 * Who takes part in a rehearsal.
 *
 * @param secret of the application
 * @param password of the person
 */
record Cast(String secret, String password) {

    static final String APP = "rehearsal";

    static final String PERSON = "rehearsal";

    /** Of the application's pages. */
    static final String ORIGIN = "http://localhost";

    /** Where nobody listens, and nobody is sent: redirects are looked at, not followed. */
    static final String RETURN = ORIGIN + "/return";

    @Override
    public String toString() {
        return "cast";
    }
}
