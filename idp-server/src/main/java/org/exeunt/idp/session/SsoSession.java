package org.exeunt.idp.session;

import java.io.Serializable;
import java.time.Instant;
import org.exeunt.idp.account.Subject;

/**
 * One sign-in of one subject in one browser.
 *
 * @param authenticatedAt time of the last authentication: the {@code auth_time} claim
 * @param lastSeenAt time of the last activity, to the minute
 * @param expiresAt when the session expires without further activity
 * @param participants the participants when this was read
 */
public record SsoSession(
        Sid sid,
        Subject subject,
        Instant authenticatedAt,
        Instant lastSeenAt,
        Instant expiresAt,
        Participants participants)
        implements Serializable {}
