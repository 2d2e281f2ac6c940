package org.exeunt.idp.notification;

import java.time.Instant;
import java.util.Optional;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.session.Sid;

/**
 * The duty to tell one participant that one session ended.
 *
 * @param attempts how many attempts were begun, also by whoever got no turn in time
 * @param owedAt when the session ended
 * @param dueAt when the next attempt may begin, or the present one counts as lost; empty once there is nothing to do
 * @param settledAt when it was acknowledged, refused or given up
 * @param lastError what went wrong at the last attempt that failed, for the operator
 */
public record LogoutNotification(
        Sid sid,
        ClientId client,
        Subject subject,
        NotificationState state,
        int attempts,
        Instant owedAt,
        Optional<Instant> dueAt,
        Optional<Instant> settledAt,
        Optional<String> lastError) {}
