package org.exeunt.idp.session;

import java.io.Serializable;
import java.time.Instant;
import org.exeunt.idp.account.Subject;

/**
 * One sign-in of one subject in one browser.
 *
 * @param authenticatedAt when the person last proved who they are: the {@code auth_time} claim
 * @param lastSeenAt when the person last did something, to the minute
 * @param expiresAt when the session ends by itself, unless the person does something before
 * @param participants who took part when this was read
 */
public record SsoSession(
        Sid sid,
        Subject subject,
        Instant authenticatedAt,
        Instant lastSeenAt,
        Instant expiresAt,
        Participants participants)
        implements Serializable {}
