package org.exeunt.idp.session;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Gatherers;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.database.GuardedUpdate;
import org.exeunt.idp.database.SqlWrite;
import org.exeunt.idp.database.Transaction;
import org.exeunt.idp.session.SsoSessionSummary.End;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of SSO sessions. */
@Repository
public class SsoSessions {

    private static final String LIVE = "ended_at is null and expires_at > :now";

    /** The columns that {@link #toSession} reads. */
    private static final String SESSION = """
            s.sid, s.subject, s.authenticated_at, s.last_seen_at, s.expires_at, s.participants
            """;

    /** Activity is stored at most this often, so that most requests cost no write. */
    private static final Duration SEEN_ACCURACY = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final SessionParticipants participants;
    private final SessionProperties properties;
    private final InstantSource clock;
    private final SecureRandom random;
    private final ApplicationEventPublisher events;

    SsoSessions(
            JdbcClient jdbc,
            SessionParticipants participants,
            SessionProperties properties,
            InstantSource clock,
            SecureRandom random,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.participants = participants;
        this.properties = properties;
        this.clock = clock;
        this.random = random;
        this.events = events;
    }

    /**
     * Starts the SSO session of a user who has just authenticated in this browser.
     *
     * @param form hash that identifies the form by which the user signed in; empty if it is unknown
     */
    public SsoSession begin(Subject subject, Device device, Optional<String> form) {
        Instant now = now();
        Instant absolute = now.plus(properties.session().lifetime());
        var session = new SsoSession(Sid.random(random), subject, now, now, limit(now, absolute), Participants.NONE);
        jdbc.sql("""
                        insert into sso_session
                            (sid, subject, started_at, authenticated_at, last_seen_at, expires_at, absolute_expires_at,
                            device_browser, device_system, device_hash, address_hash, fingerprint_hash, new_device, sign_in_form)
                        values
                            (:sid, :subject, :now, :now, :now, :expiresAt, :absolute,
                            :browser, :system, :device, :address, :fingerprint, :newDevice, :form)
                        """)
                .param("sid", session.sid().value())
                .param("subject", subject.value())
                .param("now", utc(now))
                .param("expiresAt", utc(session.expiresAt()))
                .param("absolute", utc(absolute))
                .param("browser", device.browser().orElse(null))
                .param("system", device.system().orElse(null))
                .param("device", device.hash())
                .param("address", device.addressHash())
                .param("fingerprint", device.fingerprintHash())
                .param("newDevice", device.isNew())
                .param("form", form.orElse(null))
                .update();
        return session;
    }

    /**
     * Stores that the user of a live session authenticated again; the sid stays.
     *
     * @param form hash that identifies the form by which the user signed in; empty if it is unknown
     * @return the session as it is now; empty if it ended meanwhile
     */
    public Optional<SsoSession> authenticateAgain(SsoSession session, Optional<String> form) {
        Instant now = now();
        jdbc.sql("""
                        update sso_session
                        set authenticated_at = :now, last_seen_at = :now, expires_at = least(absolute_expires_at, :idleLimit),
                            sign_in_form = :form
                        where sid = :sid and ended_at is null and expires_at > :now
                        """)
                .param("sid", session.sid().value())
                .param("now", utc(now))
                .param("idleLimit", utc(now.plus(properties.session().idleTimeout())))
                .param("form", form.orElse(null))
                .update();
        return findLive(session.sid());
    }

    /** The live session of a subject that this sign-in form has begun or renewed before; empty if there is none. */
    public Optional<SsoSession> begunByForm(Subject subject, Optional<String> form) {
        return form.flatMap(hash -> jdbc.sql("select " + SESSION
                        + " from sso_session s where s.subject = :subject and s.sign_in_form = :form and " + LIVE)
                .param("subject", subject.value())
                .param("form", hash)
                .param("now", utc(now()))
                .query(SsoSessions::toSession)
                .optional());
    }

    /**
     * Stores activity of the user, at most once a minute, and so extends the idle timeout. A session that ended or
     * expired is not revived.
     */
    public void seen(SsoSession session) {
        seen(session.sid(), session.lastSeenAt());
    }

    private void seen(Sid sid, Instant before) {
        Instant now = now();
        if (now.isBefore(before.plus(SEEN_ACCURACY))) {
            return;
        }
        jdbc.sql("""
                        update sso_session
                        set last_seen_at = :now, expires_at = least(absolute_expires_at, :idleLimit)
                        where sid = :sid and ended_at is null and expires_at > :now and last_seen_at < :now
                        """)
                .param("sid", sid.value())
                .param("now", utc(now))
                .param("idleLimit", utc(now.plus(properties.session().idleTimeout())))
                .update();
    }

    /** The session with this sid while it is live; empty if it ended, expired or does not exist. */
    public Optional<SsoSession> findLive(Sid sid) {
        return jdbc.sql("select " + SESSION + " from sso_session s where s.sid = :sid and " + LIVE)
                .param("sid", sid.value())
                .param("now", utc(now()))
                .query(SsoSessions::toSession)
                .optional();
    }

    /**
     * The live session that a browser session carries, without loading that or writing down that it was used. Whether the
     * browser session itself ran out is not asked: it lasts as long as the session that it carries, or longer.
     *
     * @param browserSessionId the hash of the cookie's value
     * @return empty if there is no such browser session
     */
    Optional<BrowserSession> carriedBy(String browserSessionId) {
        Instant now = now();
        return jdbc.sql("select " + SESSION + """
             from spring_session b
            left join sso_session s on s.sid = b.principal_name and s.ended_at is null and s.expires_at > :now
            where b.session_id = :browser
            """)
                .param("browser", browserSessionId)
                .param("now", utc(now))
                .query((row, number) -> new BrowserSession(
                        row.getString("sid") == null ? Optional.empty() : Optional.of(toSession(row, number))))
                .optional();
    }

    /**
     * Makes a relying party a participant of a session, if the session is live, and holds off its end as {@link #holdLive} does.
     *
     * @return whether the session is live; on {@code false} no token may come into being
     */
    public boolean join(Sid sid, ClientId clientId) {
        boolean live = holdLive(sid);
        if (live && participants.add(sid, clientId, now())) {
            events.publishEvent(new Joined(sid, clientId));
            jdbc.sql("update sso_session set participants = participants || :client where sid = :sid")
                    .param("sid", sid.value())
                    .param("client", new Participants(List.of(clientId)).stored())
                    .update();
        }
        return live;
    }

    /**
     * Locks a live session, so that it does not end before the caller's transaction is over, and stores the activity of its user.
     *
     * <p>A caller that issues codes or tokens under a sid must call this or {@link #join} first, in the transaction that stores them:
     * the lock conflicts with {@link #ending}, so that a token either is stored before the session ends, and then dies with it, or is
     * not stored at all (invariant 3).
     *
     * @return whether the session is live; on {@code false} nothing may be issued under it
     */
    public boolean holdLive(Sid sid) {
        Transaction.requireActive();
        Optional<Instant> lastSeen = jdbc.sql(
                        "select last_seen_at from sso_session where sid = :sid and " + LIVE + " for update")
                .param("sid", sid.value())
                .param("now", utc(now()))
                .query((row, _) -> instant(row, "last_seen_at"))
                .optional();
        lastSeen.ifPresent(before -> seen(sid, before));
        return lastSeen.isPresent();
    }

    /**
     * Takes a relying party out of all sessions of a user that have not ended. It may join them again.
     *
     * @return the sessions that it took part in until then, which stay locked until the caller's transaction is over
     */
    public List<Sid> leave(Subject subject, ClientId client) {
        Transaction.requireActive();
        List<Sid> left = jdbc.sql("""
                        select s.sid from sso_session s
                        where s.subject = :subject and s.ended_at is null and exists (
                            select 1 from session_participant p where p.sid = s.sid and p.client_id = :client)
                        order by s.sid for update
                        """)
                .param("subject", subject.value())
                .param("client", client.value())
                .query((row, _) -> new Sid(row.getString("sid")))
                .list();
        leave(left, client);
        return left;
    }

    /**
     * The same for the sessions of all subjects.
     *
     * @return the sessions that it took part in, all locked until the caller's transaction ends
     */
    public List<Sid> leave(ClientId client) {
        Transaction.requireActive();
        List<Sid> left = jdbc.sql("""
                        select s.sid from sso_session s
                        where s.ended_at is null and exists (
                            select 1 from session_participant p where p.sid = s.sid and p.client_id = :client)
                        order by s.sid for update
                        """)
                .param("client", client.value())
                .query((row, _) -> new Sid(row.getString("sid")))
                .list();
        leave(left, client);
        return left;
    }

    private void leave(List<Sid> sessions, ClientId client) {
        for (Sid sid : sessions) {
            participants.remove(sid, client);
            jdbc.sql("update sso_session set participants = :participants where sid = :sid")
                    .param("sid", sid.value())
                    .param("participants", new Participants(participants.of(sid)).stored())
                    .update();
        }
    }

    /**
     * The session with this sid, live or not; empty if it does not exist, or was deleted after the retention time.
     */
    public Optional<SsoSessionSummary> find(Sid sid) {
        Instant now = now();
        return jdbc.sql("select * from sso_session where sid = :sid")
                .param("sid", sid.value())
                .query((row, _) -> toRecord(row, now))
                .optional();
    }

    /** The sessions of these sids, live or not, the one that was used last first; those that are forgotten are missing. */
    public List<SsoSessionSummary> find(Collection<Sid> sids) {
        Instant now = now();
        return Sid.batches(sids)
                .flatMap(batch -> jdbc
                        .sql("select * from sso_session where sid = any(:sids)")
                        .param("sids", batch)
                        .query((row, _) -> toRecord(row, now))
                        .list()
                        .stream())
                .sorted(Comparator.comparing(SsoSessionSummary::lastSeenAt)
                        .reversed()
                        .thenComparing(SsoSessionSummary::sid))
                .toList();
    }

    /** The sessions of a subject that are live or ended after this moment, the most recently used first. */
    public List<SsoSessionSummary> of(Subject subject, Instant endedAfter) {
        Instant now = now();
        return jdbc.sql("""
                        select * from sso_session
                        where subject = :subject and (ended_at is null or ended_at > :endedAfter) and expires_at > :endedAfter
                        order by last_seen_at desc, sid
                        """)
                .param("subject", subject.value())
                .param("endedAfter", utc(endedAfter))
                .query((row, _) -> toRecord(row, now))
                .list();
    }

    /** How many sessions are live; reads the whole table. */
    long countLive() {
        return jdbc.sql("select count(*) from sso_session where " + LIVE)
                .param("now", utc(now()))
                .query(Long.class)
                .single();
    }

    /** The sessions of a user that nobody ended yet, in the order in which they may be locked. */
    public List<Sid> findOpen(Subject subject) {
        return jdbc.sql("select sid from sso_session where subject = :subject and ended_at is null order by sid")
                .param("subject", subject.value())
                .query((row, _) -> new Sid(row.getString("sid")))
                .list();
    }

    /** The session that began last in the browser with this hash, live or not. */
    public Optional<SsoSessionSummary> latestOnDevice(String deviceHash) {
        Instant now = now();
        return jdbc.sql("""
                        select * from sso_session where device_hash = :device
                        order by started_at desc fetch first 1 rows only
                        """)
                .param("device", deviceHash)
                .query((row, _) -> toRecord(row, now))
                .optional();
    }

    /**
     * Expired sessions that have not been ended yet, the longest overdue first. The query reads ended sessions in the
     * range one by one: it is fast if {@code from} is not long ago.
     *
     * @param from sessions with this limit or a later one
     * @param after of the sessions with this very limit, only those with a greater sid; empty for all of them
     */
    public List<ExpiredSession> pastLimit(Instant from, Optional<Sid> after, int atMost) {
        return jdbc.sql("""
                        select sid, expires_at from sso_session
                        where expires_at >= :from and expires_at <= :now and ended_at is null
                            and (expires_at > :from or sid > :after)
                        order by expires_at, sid fetch first :atMost rows only
                        """)
                .param("from", utc(from))
                .param("after", after.map(Sid::value).orElse(""))
                .param("now", utc(now()))
                .param("atMost", atMost)
                .query((row, _) -> new ExpiredSession(new Sid(row.getString("sid")), instant(row, "expires_at")))
                .list();
    }

    /** A session whose limit has passed. */
    public record ExpiredSession(Sid sid, Instant limit) {}

    /**
     * Who takes part in a session that nobody has ended yet, past its limit or not; empty if it ended, or never was.
     */
    public Optional<Participants> participantsIfOpen(Sid sid) {
        return jdbc.sql("select " + SESSION + " from sso_session s where s.sid = :sid and s.ended_at is null")
                .param("sid", sid.value())
                .query(SsoSessions::toParticipants)
                .optional();
    }

    /**
     * Locks the sessions that have not ended, in the order of their ids, until the caller's transaction is over. A session past its
     * limit that has not ended counts: its apps are to be notified too. Nothing joins a locked session, so that {@link #ending}
     * then ends each of them.
     *
     * @param reasons the sessions by their sids, and why each is to end
     * @return those that are locked, with their participants, in parts that each fit into one statement; nothing for a session
     *     that had ended or never existed
     */
    public List<SessionsToEnd> lock(Map<Sid, EndReason> reasons) {
        Transaction.requireActive();
        Map<Sid, Participants> locked = new TreeMap<>();
        Sid.batches(reasons.keySet())
                .forEach(sids -> jdbc.sql("""
                        select sid, participants from sso_session where sid = any(:sids) and ended_at is null
                        order by sid for update
                        """).param("sids", sids).query(row -> {
                    locked.put(new Sid(row.getString("sid")), Participants.of(row.getString("participants")));
                }));
        return locked.entrySet().stream()
                .collect(groupingBy(
                        session -> Objects.requireNonNull(reasons.get(session.getKey())), TreeMap::new, toList()))
                .entrySet()
                .stream()
                .flatMap(group -> group.getValue().stream()
                        .gather(Gatherers.windowFixed(Sid.BATCH))
                        .map(batch -> new SessionsToEnd(
                                group.getKey(), batch.stream().collect(toMap(Map.Entry::getKey, Map.Entry::getValue)))))
                .toList();
    }

    /**
     * The end of these sessions: each ends if it has not ended yet and if no relying party has joined since its participants were
     * read.
     *
     * <p>This guards every effect of a logout: of several concurrent logouts exactly one ends the session, and a relying party that
     * is about to join the session (see {@link #join}) delays its end. A session past its limit that has not ended counts as live: its
     * apps are to be notified too. A session that does not end has ended before, never existed, or has one participant more: read
     * {@link #participantsIfOpen} to find out (invariants 1 and 2).
     *
     * <p>The database is free to lock several sessions in any order: the caller has to {@link #lock} them before.
     */
    public GuardedUpdate ending(SessionsToEnd sessions) {
        return new GuardedUpdate(
                "sso_session",
                "sid",
                SqlWrite.of("""
                        update sso_session set ended_at = :endedAt, end_reason = :endReason
                        where sid = any(:endingSids) and ended_at is null
                            and sid || chr(10) || participants = any(:seenParticipants)
                        """)
                        .with("endedAt", utc(now()))
                        .with("endReason", sessions.reason().stored())
                        .with(
                                "endingSids",
                                sessions.seen().keySet().stream()
                                        .map(Sid::value)
                                        .toArray(String[]::new))
                        .with(
                                "seenParticipants",
                                sessions.seen().entrySet().stream()
                                        .map(seen -> seen.getKey().value() + "\n"
                                                + seen.getValue().stored())
                                        .toArray(String[]::new)));
    }

    /** Sessions that ended before this moment and whose limit was before it, too; the oldest first. */
    public List<Sid> endedBefore(Instant before, int atMost) {
        return jdbc.sql("""
                        select sid from sso_session where expires_at < :before and ended_at < :before
                        order by expires_at fetch first :atMost rows only
                        """)
                .param("before", utc(before))
                .param("atMost", atMost)
                .query((row, _) -> new Sid(row.getString("sid")))
                .list();
    }

    /** Deletes these sessions and their participants. */
    public void forget(Collection<Sid> sids) {
        Transaction.requireActive();
        Sid.batches(sids).forEach(batch -> {
            participants.forget(batch);
            jdbc.sql("delete from sso_session where sid = any(:sids)")
                    .param("sids", batch)
                    .update();
        });
    }

    /** The nearer of the idle and the absolute limit at this moment. */
    private Instant limit(Instant now, Instant absolute) {
        Instant idle = now.plus(properties.session().idleTimeout());
        return idle.isBefore(absolute) ? idle : absolute;
    }

    private Instant now() {
        // The database's precision: a finer instant would differ after a round trip.
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static SsoSessionSummary toRecord(ResultSet row, Instant now) throws SQLException {
        Instant expiresAt = instant(row, "expires_at");
        String reason = row.getString("end_reason");
        Optional<End> end = reason != null
                ? Optional.of(new End(instant(row, "ended_at"), EndReason.of(reason)))
                : Optional.of(new End(expiresAt, EndReason.SESSION_TIMEOUT)).filter(_ -> !expiresAt.isAfter(now));
        return new SsoSessionSummary(
                new Sid(row.getString("sid")),
                new Subject(row.getString("subject")),
                Optional.ofNullable(row.getString("device_browser")),
                Optional.ofNullable(row.getString("device_system")),
                row.getBoolean("new_device"),
                instant(row, "started_at"),
                instant(row, "last_seen_at"),
                expiresAt,
                end);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static SsoSession toSession(ResultSet row, int number) throws SQLException {
        return new SsoSession(
                new Sid(row.getString("sid")),
                new Subject(row.getString("subject")),
                instant(row, "authenticated_at"),
                instant(row, "last_seen_at"),
                instant(row, "expires_at"),
                toParticipants(row, number));
    }

    private static Participants toParticipants(ResultSet row, int number) throws SQLException {
        return Participants.of(row.getString("participants"));
    }
}
