package org.exeunt.idp.logout;

/** Problems of a logout request. The names are keys of messages and part of the API: they must not change. */
public enum LogoutProblem {

    /** A parameter was given twice. */
    REPEATED_PARAMETER("repeated-parameter"),

    /** A parameter is too long, or holds control characters or broken UTF-8. */
    MALFORMED_PARAMETER("malformed-parameter"),

    /** No client is registered under this {@code client_id}. */
    UNKNOWN_CLIENT("unknown-client"),

    /** {@code client_id}, {@code id_token_hint} and {@code oauth_token} name different clients. */
    CLIENTS_DISAGREE("clients-disagree"),

    /** Nothing in the request names a client. */
    MISSING_CLIENT("missing-client"),

    /** The request is not a navigation by the user. */
    NOT_A_NAVIGATION("not-a-navigation"),

    /** A page of a site other than the client's started the request. */
    FOREIGN_SITE("foreign-site"),

    /** Neither a hint nor a token proves that the request is about this session. */
    NO_PROOF("no-proof"),

    /** A program asks for what only a browser's cookie can do, and the session that its hint names is live. */
    NO_BROWSER("no-browser"),

    /** The confirmation was answered before, has expired, or is unknown. */
    CONFIRMATION_UNKNOWN("confirmation-unknown"),

    /** There is no session in this browser. */
    NOT_SIGNED_IN("not-signed-in"),

    /** There is no account with this subject. */
    UNKNOWN_SUBJECT("unknown-subject"),

    /** The account changed between the check of its password and the change. */
    ACCOUNT_CHANGED("account-changed"),

    /** The user has no such session. */
    UNKNOWN_SESSION("unknown-session"),

    /** The origin of the page is not registered for the client. */
    ORIGIN_NOT_ALLOWED("origin-not-allowed"),

    /** The refresh token is unknown, consumed or expired. */
    INVALID_REFRESH_TOKEN("invalid-refresh-token"),

    /** The access token that should authenticate the request is not live. */
    INVALID_TOKEN("invalid_token");

    private final String key;

    LogoutProblem(String key) {
        this.key = key;
    }

    public String key() {
        return key;
    }
}
