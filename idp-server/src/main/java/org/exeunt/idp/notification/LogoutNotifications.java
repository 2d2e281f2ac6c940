package org.exeunt.idp.notification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.database.SqlWrite;
import org.exeunt.idp.database.Transaction;
import org.exeunt.idp.session.Sid;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * The table of notifications.
 *
 * <p>Who makes an attempt holds a lease: a row is claimed by moving {@code due_at} ahead, on the condition that nobody else
 * did. A node that dies simply lets its leases run out. So every notification is attempted at least once by a user, and
 * twice only if an answer got lost.
 */
@Repository
public class LogoutNotifications {

    /** One statement over the tables of three modules: this is what a logout with many apps costs. */
    private static final String OWE = """
            insert into logout_notification (sid, client_id, subject, state, attempts, owed_at, due_at)
            select s.sid, p.client_id, s.subject, 'pending', 1,
                cast(:owedAt as timestamp(6) with time zone), cast(:owedLease as timestamp(6) with time zone)
            from {changed} s
            join session_participant p on p.sid = s.sid
            join relying_party r on r.client_id = p.client_id
            where r.back_channel_logout_uri is not null
            """;

    private static final int HASTENED_AT_MOST = 5;

    private final JdbcClient jdbc;
    private final RelyingParties relyingParties;
    private final NotificationProperties properties;
    private final InstantSource clock;

    LogoutNotifications(
            JdbcClient jdbc, RelyingParties relyingParties, NotificationProperties properties, InstantSource clock) {
        this.jdbc = jdbc;
        this.relyingParties = relyingParties;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * An effect of the end of sessions with these participants: owes one notification to each participant of each session that has a
     * back-channel logout URI, as many as there are rows changed (invariant 2). If there are any, {@link
     * NotificationDispatcher#sendAfterCommit} has to follow. Empty if none of them has such a URI by registrations that are at most
     * five seconds old: then the database need not look.
     *
     * <p>The rows begin their life claimed by this node, which is about to send them.
     */
    public Optional<SqlWrite> owing(Collection<ClientId> participants) {
        Map<ClientId, RelyingParty> registered = relyingParties.find(participants);
        boolean noneIsNotified = participants.stream()
                .map(registered::get)
                .allMatch(relyingParty -> relyingParty != null && relyingParty.backChannelLogoutUri() == null);
        Instant now = now();
        return noneIsNotified
                ? Optional.empty()
                : Optional.of(
                        SqlWrite.of(OWE).with("owedAt", utc(now)).with("owedLease", utc(now.plus(properties.lease()))));
    }

    /**
     * Owes one relying party notifications of these sessions, which go on without it, if it has a back-channel logout URI.
     *
     * @return the sessions of which a notification is owed. If there are any, {@link NotificationDispatcher#sendAfterCommit} has to
     *     follow
     */
    public List<Sid> owe(Collection<Sid> left, ClientId client) {
        Transaction.requireActive();
        Instant now = now();
        return left.stream()
                .filter(sid -> jdbc.sql("""
                                insert into logout_notification (sid, client_id, subject, state, attempts, owed_at, due_at)
                                select s.sid, r.client_id, s.subject, 'pending', 1,
                                    cast(:now as timestamp(6) with time zone), cast(:lease as timestamp(6) with time zone)
                                from sso_session s, relying_party r
                                where s.sid = :sid and r.client_id = :client and r.back_channel_logout_uri is not null
                                """)
                                .param("sid", sid.value())
                                .param("client", client.value())
                                .param("now", utc(now))
                                .param("lease", utc(now.plus(properties.lease())))
                                .update()
                        > 0)
                .toList();
    }

    /**
     * Deletes the notification of a relying party about a session that it joins again: its new sign-in there must not end by the
     * news of an earlier one, and the end of the session is owed anew.
     */
    void forget(Sid sid, ClientId client) {
        jdbc.sql("delete from logout_notification where sid = :sid and client_id = :client")
                .param("sid", sid.value())
                .param("client", client.value())
                .update();
    }

    /** What became of the notifications of a session; empty if none was owed. */
    public List<LogoutNotification> of(Sid sid) {
        return jdbc.sql("select * from logout_notification where sid = :sid order by owed_at, client_id")
                .param("sid", sid.value())
                .query(LogoutNotifications::toNotification)
                .list();
    }

    /** What became of the notifications of these sessions. */
    public List<LogoutNotification> of(Collection<Sid> sids) {
        return Sid.batches(sids)
                .flatMap(batch -> jdbc
                        .sql(
                                "select * from logout_notification where sid = any(:sids) order by sid, owed_at, client_id")
                        .param("sids", batch)
                        .query(LogoutNotifications::toNotification)
                        .list()
                        .stream())
                .toList();
    }

    Optional<LogoutNotification> find(Sid sid, ClientId client) {
        return jdbc.sql("select * from logout_notification where sid = :sid and client_id = :client")
                .param("sid", sid.value())
                .param("client", client.value())
                .query(LogoutNotifications::toNotification)
                .optional();
    }

    /** Notifications whose next attempt may begin, the longest waiting first, without those of some relying parties. */
    List<LogoutNotification> due(int limit, Collection<ClientId> except) {
        String others = except.isEmpty() ? "" : "and client_id not in (:except)";
        var query = jdbc.sql("select * from logout_notification where due_at <= :now " + others
                        + " order by due_at fetch first :limit rows only")
                .param("now", utc(now()))
                .param("limit", limit);
        return (except.isEmpty()
                        ? query
                        : query.param(
                                "except", except.stream().map(ClientId::value).toList()))
                .query(LogoutNotifications::toNotification)
                .list();
    }

    /**
     * Begins another attempt, unless another user began one.
     *
     * @return the notification as it is now; empty if it is no longer ours to send
     */
    Optional<LogoutNotification> claim(LogoutNotification seen) {
        Instant lease = now().plus(properties.lease());
        int claimed = jdbc.sql("""
                        update logout_notification
                        set attempts = attempts + 1, due_at = :lease, waits_for_retry = false
                        where sid = :sid and client_id = :client and state = 'pending' and attempts = :attempts
                            and due_at = :dueAt
                        """)
                .param("sid", seen.sid().value())
                .param("client", seen.client().value())
                .param("attempts", seen.attempts())
                .param("dueAt", seen.dueAt().map(LogoutNotifications::utc).orElse(null))
                .param("lease", utc(lease))
                .update();
        return claimed == 1 ? Optional.of(claimed(seen, lease)) : Optional.empty();
    }

    /** The app did what was asked. True whoever asked it, so that an answer that comes late still counts. */
    void acknowledge(LogoutNotification notification) {
        settle(notification, NotificationState.ACKNOWLEDGED, null);
    }

    /** No further attempt will be made, unless an operator wants one. */
    void settle(LogoutNotification notification, NotificationState state, @Nullable String lastError) {
        jdbc.sql("""
                        update logout_notification
                        set state = :state, settled_at = :now, due_at = null, last_error = coalesce(:lastError, last_error)
                        where sid = :sid and client_id = :client and state = 'pending'
                        """)
                .param("sid", notification.sid().value())
                .param("client", notification.client().value())
                .param("state", state.stored())
                .param("now", utc(now()))
                .param("lastError", lastError)
                .update();
    }

    /**
     * Cuts the waits of a relying party's other failed notifications short, since it answers again: their next attempts are due within
     * this time from now, each at a moment chosen by chance. A claim under way is left alone. The wait of one notification is cut short
     * at most {@value #HASTENED_AT_MOST} times, so that one that always fails does not follow the pace of those that succeed.
     *
     * @param within at most a minute
     * @return how many there were
     */
    int hasten(ClientId client, Duration within) {
        Instant now = now();
        return jdbc.sql("""
                        update logout_notification
                        set due_at = cast(:now as timestamp(6) with time zone) + random() * interval '1' second * cast(:seconds as int),
                            hastened = hastened + 1
                        where client_id = :client and due_at > :latest and waits_for_retry and state = 'pending'
                            and hastened < :hastenedAtMost
                        """)
                .param("client", client.value())
                .param("now", utc(now))
                .param("latest", utc(now.plus(within)))
                .param("seconds", within.toSeconds())
                .param("hastenedAtMost", HASTENED_AT_MOST)
                .update();
    }

    /** The attempt failed and another one follows; nothing changes if another user began one meanwhile. */
    void retryAt(LogoutNotification attempted, Instant dueAt, String lastError) {
        jdbc.sql("""
                        update logout_notification
                        set due_at = :dueAt, last_error = :lastError, waits_for_retry = true
                        where sid = :sid and client_id = :client and state = 'pending' and attempts = :attempts
                        """)
                .param("sid", attempted.sid().value())
                .param("client", attempted.client().value())
                .param("attempts", attempted.attempts())
                .param("dueAt", utc(dueAt.truncatedTo(ChronoUnit.MICROS)))
                .param("lastError", lastError)
                .update();
    }

    /**
     * Forgets notifications that were settled before this moment. Those that are still owed stay, however old.
     *
     * @return how many were removed
     */
    public int purgeSettled(Instant before, int atMost) {
        List<LogoutNotification> old = jdbc.sql("""
                        select * from logout_notification where settled_at < :before
                        order by settled_at fetch first :atMost rows only
                        """)
                .param("before", utc(before))
                .param("atMost", atMost)
                .query(LogoutNotifications::toNotification)
                .list();
        for (LogoutNotification notification : old) {
            jdbc.sql("""
                            delete from logout_notification
                            where sid = :sid and client_id = :client and settled_at < :before
                            """)
                    .param("sid", notification.sid().value())
                    .param("client", notification.client().value())
                    .param("before", utc(before))
                    .update();
        }
        return old.size();
    }

    /** How many there are in each state; a state without any is absent. */
    Map<String, Long> counts() {
        return jdbc.sql("select state, count(*) from logout_notification group by state order by state")
                .query(rows -> {
                    Map<String, Long> counts = new TreeMap<>();
                    while (rows.next()) {
                        counts.put(rows.getString(1), rows.getLong(2));
                    }
                    return counts;
                });
    }

    List<LogoutNotification> latest(NotificationFilter filter, int limit) {
        return agreeing(
                        filter,
                        "select * from logout_notification where true",
                        " order by owed_at desc, sid, client_id" + " fetch first " + limit + " rows only")
                .query(LogoutNotifications::toNotification)
                .list();
    }

    /** Whatever is not acknowledged is due now: nothing that an operator does can undo an acknowledgement. */
    int makeDue(NotificationFilter filter) {
        return agreeing(
                        filter,
                        "update logout_notification set state = 'pending', settled_at = null, due_at = :now,"
                                + " hastened = 0"
                                + " where state <> 'acknowledged'",
                        "")
                .param("now", utc(now()))
                .update();
    }

    private StatementSpec agreeing(NotificationFilter filter, String before, String after) {
        String sql = before
                + filter.state().map(_ -> " and state = :state").orElse("")
                + filter.client().map(_ -> " and client_id = :client").orElse("")
                + filter.sid().map(_ -> " and sid = :sid").orElse("")
                + after;
        StatementSpec statement = jdbc.sql(sql);
        filter.state().ifPresent(state -> statement.param("state", state.stored()));
        filter.client().ifPresent(client -> statement.param("client", client.value()));
        filter.sid().ifPresent(sid -> statement.param("sid", sid.value()));
        return statement;
    }

    /** What is not settled yet. */
    record Open(long count, Optional<Instant> oldest) {

        static final Open NONE = new Open(0, Optional.empty());
    }

    Open open() {
        return jdbc.sql("select count(*), min(owed_at) from logout_notification where due_at is not null")
                .query((row, _) -> new Open(
                        row.getLong(1),
                        Optional.ofNullable(row.getObject(2, OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)))
                .single();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static LogoutNotification claimed(LogoutNotification seen, Instant lease) {
        return new LogoutNotification(
                seen.sid(),
                seen.client(),
                seen.subject(),
                seen.state(),
                seen.attempts() + 1,
                seen.owedAt(),
                Optional.of(lease),
                seen.settledAt(),
                seen.lastError());
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static LogoutNotification toNotification(ResultSet row, int number) throws SQLException {
        return new LogoutNotification(
                new Sid(row.getString("sid")),
                new ClientId(row.getString("client_id")),
                new Subject(row.getString("subject")),
                NotificationState.of(row.getString("state")),
                row.getInt("attempts"),
                row.getObject("owed_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("due_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getObject("settled_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString("last_error")));
    }
}
