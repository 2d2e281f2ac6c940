package org.exeunt.idp.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that ended, or one administrator's request that found nothing left to end. The names are wire: they never change.
 *
 * @param id grows with time, but not without gaps
 * @param actor who: the person, an app, an administrator, or time
 * @param way how it was asked
 * @param scope how much was to end
 * @param outcome {@code session_ended}, {@code tokens_revoked} or {@code nothing_left}
 * @param reason why, if a session ended
 * @param subject whose it was; {@code null} for a program's own tokens
 * @param sid the session that ended, or under which the tokens were given
 * @param client the client that asked, or in whose context the person did
 * @param apps the apps that took part in the session, or whose tokens they were
 */
record AuditEvent(
        long id,
        Instant at,
        String actor,
        String way,
        String scope,
        String outcome,
        @Nullable String reason,
        @Nullable String subject,
        @Nullable String sid,
        @Nullable String client,
        List<String> apps) {}
