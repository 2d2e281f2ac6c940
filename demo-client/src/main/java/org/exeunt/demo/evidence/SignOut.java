package org.exeunt.demo.evidence;

import java.io.Serializable;
import java.time.Instant;
import org.exeunt.demo.server.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * What this application did when a user signed out, and what it let go of.
 *
 * @param tokens the tokens as they were; null if they were lost before
 * @param at when the local sign-in ended
 */
public record SignOut(
        SignOutKind kind,
        String who,
        @Nullable String sid,
        @Nullable Tokens tokens,
        Instant at) implements Serializable {}
