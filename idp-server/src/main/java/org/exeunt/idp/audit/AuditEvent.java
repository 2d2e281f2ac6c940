package org.exeunt.idp.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One logout or revocation, one administrator's request that found nothing left to end, or one {@link AuditedAction}. The names are part of the
 * API: they must not change.
 *
 * @param id increases with time, with gaps
 * @param actor who asked: {@code person}, {@code app}, {@code administrator}, {@code operator}, {@code clock} or {@code configuration}
 * @param way the way in
 * @param scope how much was to end; {@code null} for an action that ends nothing
 * @param outcome {@code session_ended}, {@code tokens_revoked} or {@code nothing_left}, or one of {@link AuditedAction}
 * @param reason why a session ended, or why a sign-in failed
 * @param subject the user; {@code null} for tokens of the client credentials grant
 * @param sid the session that ended, or under which the tokens were issued
 * @param client the client that asked, or in whose context the user did
 * @param apps the clients that took part in the session, or held the tokens
 */
record AuditEvent(
        long id,
        Instant at,
        String actor,
        String way,
        @Nullable String scope,
        String outcome,
        @Nullable String reason,
        @Nullable String subject,
        @Nullable String sid,
        @Nullable String client,
        List<String> apps) {}
