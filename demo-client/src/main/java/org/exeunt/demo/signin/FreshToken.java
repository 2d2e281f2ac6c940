package org.exeunt.demo.signin;

import org.exeunt.demo.server.Tokens;

/** Whether there is an access token to call with right now. */
public sealed interface FreshToken {

    record Usable(Tokens tokens) implements FreshToken {}

    /** The server says that this authorization is over: the refresh token is refused. */
    record Ended() implements FreshToken {}

    /** A refresh was needed, and the server did not give a useful answer. */
    record NoAnswer() implements FreshToken {}
}
