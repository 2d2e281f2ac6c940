package org.exeunt.demo.evidence;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One question and the server's answer.
 *
 * @param request the request as it went out, with tokens shortened
 * @param answer the answer as it came
 * @param at when the answer came; null if nothing was asked
 */
public record Finding(
        Question question,
        String request,
        Outcome outcome,
        String answer,
        @Nullable Instant at) implements Serializable {}
