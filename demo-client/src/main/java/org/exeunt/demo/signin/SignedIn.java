package org.exeunt.demo.signin;

import java.time.Instant;
import org.exeunt.demo.server.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * A user who is signed in here.
 *
 * @param name the name to show
 * @param sid the session at the identity provider that this sign-in came from
 * @param authenticatedAt when the user proved to the identity provider who they are ({@code auth_time})
 * @param tokens what the sign-in gave us; null if they are lost
 */
public record SignedIn(
        String name,
        @Nullable String email,
        @Nullable String sid,
        @Nullable Instant authenticatedAt,
        @Nullable Tokens tokens) {}
