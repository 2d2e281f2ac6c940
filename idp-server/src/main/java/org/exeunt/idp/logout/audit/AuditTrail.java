package org.exeunt.idp.logout.audit;

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
import org.exeunt.idp.database.Write;
import org.exeunt.idp.session.Participants;
import org.exeunt.idp.session.Sid;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * The table of what was ended, by whom and why. Rows are added, in the transaction that ends what they tell of, and forgotten
 * when they are old; nothing changes one. One statement for each logout, whatever it ends: subjects, reasons and apps come from
 * the tables of other modules. Never a token, an address or a header.
 */
@Repository
public class AuditTrail {

    private static final String COLUMNS = "insert into audit_event"
            + " (happened_at, actor, way, scope, outcome, reason, subject, sid, client_id, apps) ";

    /** Cast, since a database does not know the type of a value that it is to select. */
    private static final String ASKED = """
            select cast(:now as timestamp(6) with time zone), cast(:actor as varchar(20)), cast(:way as varchar(30)),
                cast(:scope as varchar(20)),
            """;

    private final JdbcClient jdbc;
    private final InstantSource clock;

    AuditTrail(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** An effect of the end of a session with these participants. */
    public Write ended(Asked asked, Participants participants) {
        String apps = participants.clients().stream().map(ClientId::value).collect(joining("\n"));
        return asking(asked, Write.of(COLUMNS + ASKED + """
                        'session_ended', g.end_reason, g.subject, g.sid, cast(:client as varchar(100)), cast(:apps as varchar)
                        from {gate} g
                        """)).with("apps", apps.isEmpty() ? null : apps);
    }

    /** These sessions ended, and the transaction that this belongs to ended them. */
    public List<Write> ended(Asked asked, Collection<Sid> sids) {
        return Sid.batches(sids)
                .map(batch -> asking(asked, Write.of(COLUMNS + ASKED + """
                        'session_ended', s.end_reason, s.subject, s.sid, cast(:client as varchar(100)),
                        nullif(trim(trailing chr(10) from s.participants), '')
                        from sso_session s where s.sid = any(:sids)
                        """)).with("sids", batch))
                .toList();
    }

    /** An effect of the end of an authorization: its tokens were revoked. */
    public Write revoked(Asked asked) {
        return asking(asked, Write.of(COLUMNS + ASKED + """
                        'tokens_revoked', null, g.subject, g.sid, coalesce(cast(:client as varchar(100)), g.client_id),
                        g.client_id
                        from {gate} g
                        """));
    }

    /**
     * Authorizations of a person ended, and no session.
     *
     * @param sid the session under which they were given, if it is about one
     * @param apps the relying parties that lost their access
     */
    public Write accessEnded(Asked asked, Subject subject, Optional<Sid> sid, Collection<ClientId> apps) {
        return asking(asked, Write.of(COLUMNS + """
                        values (:now, :actor, :way, :scope, 'tokens_revoked', null, :subject, :sid, :client, :apps)
                        """))
                .with("subject", subject.value())
                .with("sid", sid.map(Sid::value).orElse(null))
                .with("apps", apps.stream().map(ClientId::value).collect(joining("\n")));
    }

    /** No session of this person was left to end, but so many authorizations. What a person repeats in vain is no event. */
    public Optional<Write> nothingLeft(Asked asked, Subject subject, int authorizations) {
        if (authorizations == 0 && !asked.isAdministrators()) {
            return Optional.empty();
        }
        return Optional.of(asking(asked, Write.of(COLUMNS + """
                        values (:now, :actor, :way, :scope, :outcome, null, :subject, null, :client, null)
                        """))
                .with("outcome", authorizations == 0 ? "nothing_left" : "tokens_revoked")
                .with("subject", subject.value()));
    }

    private Write asking(Asked asked, Write event) {
        return event.with("now", clock.instant().atOffset(ZoneOffset.UTC))
                .with("actor", asked.actor())
                .with("way", asked.way())
                .with("scope", asked.scope().word())
                .with("client", asked.client().map(ClientId::value).orElse(null));
    }

    /**
     * Forgets what happened before this moment.
     *
     * @return how many rows were removed
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

    /** What matches, the latest first. */
    List<AuditEvent> latest(AuditQuery query, int atMost) {
        Map<String, Object> conditions = new LinkedHashMap<>();
        query.subject().ifPresent(subject -> conditions.put("subject = :subject", subject));
        query.sid().ifPresent(sid -> conditions.put("sid = :sid", sid));
        query.client().ifPresent(client -> conditions.put("client_id = :client", client));
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
     * What an operator asks for; whatever is empty does not matter.
     *
     * @param from this moment or later
     * @param until before this moment
     * @param before only what has a smaller id: the next page
     */
    record AuditQuery(
            Optional<String> subject,
            Optional<String> sid,
            Optional<String> client,
            Optional<Instant> from,
            Optional<Instant> until,
            Optional<Long> before) {}
}
