package org.exeunt.demo.signin;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.exeunt.demo.config.DemoProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which session at the identity provider each HTTP session here came from, and whether that still stands.
 *
 * <p>The row is the truth: an HTTP session whose sign-in has ended, or was never written down, signs nobody in, also if the
 * session itself comes to light a moment later. It would otherwise take only one request in flight to survive a logout.
 */
@Repository
public class SignIns {

    /** Nobody stays signed in for longer, so that ended rows need not be kept for longer either. */
    private static final Duration LONGEST = Duration.ofDays(30);

    private static final String OURS_AND_STANDING =
            "select session_id from sign_in where issuer = :issuer and client_id = :client and ended_at is null";

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final String issuer;
    private final String clientId;

    SignIns(JdbcClient jdbc, InstantSource clock, DemoProperties demo) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.issuer = demo.server();
        this.clientId = demo.self().clientId();
    }

    /** Writes down a sign-in. If that HTTP session had another before, this one takes its place. */
    @Transactional
    public void begin(String sessionId, @Nullable String sid, String subject) {
        OffsetDateTime now = now();
        jdbc.sql("delete from sign_in where session_id = :session or signed_in_at < :longAgo")
                .param("session", sessionId)
                .param("longAgo", now.minus(LONGEST))
                .update();
        jdbc.sql("""
                insert into sign_in (session_id, issuer, client_id, sid, subject, signed_in_at)
                values (:session, :issuer, :client, :sid, :subject, :now)""")
                .param("session", sessionId)
                .param("issuer", issuer)
                .param("client", clientId)
                .param("sid", sid, Types.VARCHAR)
                .param("subject", subject)
                .param("now", now)
                .update();
    }

    /** The HTTP session has another identifier from now on. */
    public void renamed(String sessionId, String newSessionId) {
        jdbc.sql("update sign_in set session_id = :new where session_id = :old")
                .param("new", newSessionId)
                .param("old", sessionId)
                .update();
    }

    public boolean stands(String sessionId) {
        return jdbc.sql("select count(*) from sign_in where session_id = :session and ended_at is null")
                        .param("session", sessionId)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Ends one sign-in; nothing happens if it had ended before. */
    public void end(String sessionId, SignInEnd by) {
        jdbc.sql("""
                update sign_in set ended_at = :now, ended_by = :by
                where session_id = :session and ended_at is null""")
                .param("now", now())
                .param("by", by.name())
                .param("session", sessionId)
                .update();
    }

    /**
     * Ends the sign-ins that came from one session at the identity provider.
     *
     * @param subject whose session it must be, if the logout token says so
     * @return the HTTP sessions that they were in
     */
    @Transactional
    public List<String> endSession(String sid, @Nullable String subject) {
        List<String> sessions = jdbc.sql(
                        OURS_AND_STANDING + " and sid = :sid" + (subject == null ? "" : " and subject = :subject"))
                .param("issuer", issuer)
                .param("client", clientId)
                .param("sid", sid)
                .param("subject", subject)
                .query((row, _) -> row.getString(1))
                .list();
        return ended(sessions);
    }

    /**
     * Ends every sign-in of one user.
     *
     * @return the HTTP sessions that they were in
     */
    @Transactional
    public List<String> endAllOf(String subject) {
        List<String> sessions = jdbc.sql(OURS_AND_STANDING + " and subject = :subject")
                .param("issuer", issuer)
                .param("client", clientId)
                .param("subject", subject)
                .query((row, _) -> row.getString(1))
                .list();
        return ended(sessions);
    }

    private List<String> ended(List<String> sessions) {
        sessions.forEach(session -> end(session, SignInEnd.BACK_CHANNEL));
        return sessions;
    }

    /** When the identity provider ended the sign-in of that HTTP session; empty if it did not. */
    public Optional<Instant> endedByBackChannel(String sessionId) {
        return jdbc.sql("select ended_at from sign_in where session_id = :session and ended_by = :by")
                .param("session", sessionId)
                .param("by", SignInEnd.BACK_CHANNEL.name())
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
