package org.exeunt.idp.logout;

/** What can be wrong with a logout request. The names are keys of messages and of the wire: they never change. */
public enum LogoutProblem {

    /** A parameter was given twice. */
    REPEATED_PARAMETER("repeated-parameter"),

    /** A parameter is too long, or holds control characters or broken UTF-8. */
    MALFORMED_PARAMETER("malformed-parameter"),

    /** Nobody is registered under this {@code client_id}. */
    UNKNOWN_CLIENT("unknown-client"),

    /** {@code client_id}, {@code id_token_hint} and {@code oauth_token} name different clients. */
    CLIENTS_DISAGREE("clients-disagree"),

    /** Nothing in the request names a client. */
    MISSING_CLIENT("missing-client"),

    /** The request is not the person's navigation. */
    NOT_A_NAVIGATION("not-a-navigation"),

    /** A site that is not the client's started the request. */
    FOREIGN_SITE("foreign-site"),

    /** Neither a hint nor a token proves that the request is about this session. */
    NO_PROOF("no-proof"),

    /** A program asks for what only a browser's cookie can do, and the session that its hint names is live. */
    NO_BROWSER("no-browser"),

    /** The confirmation was answered before, is too old, or never was. */
    CONFIRMATION_UNKNOWN("confirmation-unknown"),

    /** Nobody is signed in in this browser. */
    NOT_SIGNED_IN("not-signed-in"),

    /** There is no such person. */
    UNKNOWN_SUBJECT("unknown-subject"),

    /** The account changed while its password was about to be changed. */
    ACCOUNT_CHANGED("account-changed"),

    /** This person has no such session. */
    UNKNOWN_SESSION("unknown-session"),

    /** The origin of the page is not registered for the client. */
    ORIGIN_NOT_ALLOWED("origin-not-allowed"),

    /** The refresh token is not accepted, or not any more. */
    INVALID_REFRESH_TOKEN("invalid-refresh-token"),

    /** The access token that should authenticate the request does not. */
    INVALID_TOKEN("invalid_token");

    private final String key;

    LogoutProblem(String key) {
        this.key = key;
    }

    public String key() {
        return key;
    }
}
