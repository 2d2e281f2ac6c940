package org.exeunt.idp.audit;

import static java.util.stream.Collectors.joining;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.database.SqlWrite;
import org.exeunt.idp.database.Transaction;
import org.exeunt.idp.session.Sid;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * The table of audit events. Rows of logouts and revocations are inserted in the transaction that ends what they describe. All rows are deleted after the
 * retention time and never updated. A logout inserts with one statement, whatever it ends: subjects, reasons and
 * clients come from the tables of other modules. Rows never contain a token, an address or a header.
 */
@Repository
public class AuditTrail {

    private static final String COLUMNS = "insert into audit_event"
            + " (happened_at, actor, way, scope, outcome, reason, subject, sid, client_id, apps) ";

    /** With casts, since a database cannot infer the type of a selected parameter. */
    private static final String ASKED = """
            select cast(:auditAt as timestamp(6) with time zone), cast(:auditActor as varchar(20)),
                cast(:auditWay as varchar(30)), cast(:auditScope as varchar(20)),
            """;

    private final JdbcClient jdbc;
    private final InstantSource clock;

    AuditTrail(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** An effect of the end of sessions: inserts one event for each ended session. */
    public SqlWrite ended(RequestedBy asked) {
        return asking(asked, SqlWrite.of(COLUMNS + ASKED + """
                        'session_ended', c.end_reason, c.subject, c.sid, cast(:auditClient as varchar(100)),
                        nullif(trim(trailing chr(10) from c.participants), '')
                        from {changed} c
                        """));
    }

    /**
     * An effect of the end of authorizations by themselves (revocation): inserts one event for each authorization.
     */
    public SqlWrite revoked(RequestedBy asked) {
        return asking(asked, SqlWrite.of(COLUMNS + ASKED + """
                        'tokens_revoked', null, c.subject, c.sid, coalesce(cast(:auditClient as varchar(100)), c.client_id),
                        c.client_id
                        from {changed} c
                        """));
    }

    /**
     * Records in the caller's transaction that authorizations of a subject ended, but no session.
     *
     * @param sid the session under which they were granted; empty if they are of several
     * @param apps the clients that lost their access
     */
    public void accessEnded(RequestedBy asked, Subject subject, Optional<Sid> sid, Collection<ClientId> apps) {
        insert(asking(asked, SqlWrite.of(COLUMNS + """
                        values (:auditAt, :auditActor, :auditWay, :auditScope, 'tokens_revoked', null, :subject, :sid, :auditClient, :apps)
                        """))
                .with("subject", subject.value())
                .with("sid", sid.map(Sid::value).orElse(null))
                .with("apps", apps.stream().map(ClientId::value).collect(joining("\n"))));
    }

    /** Records in the caller's transaction that this app lost its access to everything of everybody, without the end of a session. */
    public void accessEnded(RequestedBy asked, ClientId app) {
        insert(asking(asked, SqlWrite.of(COLUMNS + """
                        values (:auditAt, :auditActor, :auditWay, :auditScope, 'tokens_revoked', null, null, null, :auditClient, :apps)
                        """)).with("apps", app.value()));
    }

    /**
     * Records in the caller's transaction that the subject had no session left to end, and that {@code
     * authorizations} of theirs ended without one. A user's request that ended nothing is not recorded, an
     * administrator's is.
     */
    public void nothingLeft(RequestedBy asked, Subject subject, int authorizations) {
        if (authorizations == 0 && !asked.isAdministrators()) {
            return;
        }
        insert(asking(asked, SqlWrite.of(COLUMNS + """
                        values (:auditAt, :auditActor, :auditWay, :auditScope, :outcome, null, :subject, null, :auditClient, null)
                        """))
                .with("outcome", authorizations == 0 ? "nothing_left" : "tokens_revoked")
                .with("subject", subject.value()));
    }

    /** Records an action that ends nothing: in the caller's transaction if there is one, otherwise at once. */
    public void record(AuditedAction action) {
        jdbc.sql(COLUMNS + """
                        values (:at, :actor, :way, null, :outcome, :reason, :subject, :sid, :client, null)
                        """)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("actor", action.actor())
                .param("way", action.way())
                .param("outcome", action.outcome())
                .param("reason", action.reason().orElse(null))
                .param("subject", action.subject().map(Subject::value).orElse(null))
                .param("sid", action.sid().map(Sid::value).orElse(null))
                .param("client", action.client().map(ClientId::value).orElse(null))
                .update();
    }

    private void insert(SqlWrite event) {
        Transaction.requireActive();
        jdbc.sql(event.sql()).params(event.parameters()).update();
    }

    private SqlWrite asking(RequestedBy asked, SqlWrite event) {
        return event.with("auditAt", clock.instant().atOffset(ZoneOffset.UTC))
                .with("auditActor", asked.actor())
                .with("auditWay", asked.way())
                .with("auditScope", asked.scope().word())
                .with("auditClient", asked.client().map(ClientId::value).orElse(null));
    }

    /**
     * Deletes events that happened before this time.
     *
     * @return how many rows were deleted
     */
    public int purge(Instant before, int atMost) {
        return jdbc.sql("""
                        delete from audit_event where id in (
                            select id from audit_event where happened_at < :before order by happened_at fetch first :atMost rows only)
                        """)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("atMost", atMost)
                .update();
    }

    /** The matching events, the latest first. */
    List<AuditEvent> latest(AuditQuery query, int atMost) {
        Map<String, Object> conditions = new LinkedHashMap<>();
        query.subject().ifPresent(subject -> conditions.put("subject = :subject", subject));
        query.sid().ifPresent(sid -> conditions.put("sid = :sid", sid));
        query.client().ifPresent(client -> conditions.put("client_id = :client", client));
        query.outcome().ifPresent(outcome -> conditions.put("outcome = :outcome", outcome));
        query.from().ifPresent(from -> conditions.put("happened_at >= :from", from.atOffset(ZoneOffset.UTC)));
        query.until().ifPresent(until -> conditions.put("happened_at < :until", until.atOffset(ZoneOffset.UTC)));
        query.before().ifPresent(before -> conditions.put("id < :before", before));
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions.keySet());
        StatementSpec statement = jdbc.sql(
                        "select * from audit_event" + where + " order by id desc fetch first :atMost rows only")
                .param("atMost", atMost);
        conditions.forEach(
                (condition, value) -> statement.param(condition.substring(condition.indexOf(':') + 1), value));
        return statement.query(AuditTrail::toEvent).list();
    }

    private static AuditEvent toEvent(ResultSet row, int number) throws SQLException {
        String apps = row.getString("apps");
        return new AuditEvent(
                row.getLong("id"),
                row.getObject("happened_at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("way"),
                row.getString("scope"),
                row.getString("outcome"),
                row.getString("reason"),
                row.getString("subject"),
                row.getString("sid"),
                row.getString("client_id"),
                apps == null ? List.of() : apps.lines().sorted().toList());
    }

    /**
     * The filters of an operator's query; an empty one matches all events.
     *
     * @param from this time or later
     * @param until before this time
     * @param before only smaller ids: the next page
     */
    record AuditQuery(
            Optional<String> subject,
            Optional<String> sid,
            Optional<String> client,
            Optional<String> outcome,
            Optional<Instant> from,
            Optional<Instant> until,
            Optional<Long> before) {}
}
