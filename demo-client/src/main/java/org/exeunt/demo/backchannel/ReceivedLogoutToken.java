package org.exeunt.demo.backchannel;

import java.time.Instant;

/**
 * A call of our back-channel endpoint, and what came of it.
 *
 * @param status the status that it was answered with, or a word where there was none
 * @param what in plain words
 */
public record ReceivedLogoutToken(Instant at, String status, String what) {}
