package org.exeunt.idp.token;

import static java.util.stream.Collectors.toCollection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.database.GuardedUpdate;
import org.exeunt.idp.database.SqlWrite;
import org.exeunt.idp.database.Transaction;
import org.exeunt.idp.session.Sid;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table of authorizations. A token is accepted only while its authorization is live: the authorization itself has
 * not been ended, and the session under which it was granted is live, unless the user granted {@code offline_access}
 * (Back-Channel Logout 1.0, section 2.7). So the end of a session ends any number of tokens without writing to this
 * table.
 */
@Repository
public class Authorizations {

    /**
     * The condition of a live authorization: {@code a} is its row, {@code s} the row of its session, if it has one,
     * and {@code :now} the current time.
     */
    public static final String LIVE = """
            a.ended_at is null
            and (a.sid is null or a.offline = true or (s.ended_at is null and s.expires_at > :now))
            """;

    private static final String OFFLINE = "offline_access";

    private static final String OFFLINE_OF_SESSION = "a.sid = :sid and a.offline = true and a.ended_at is null";

    /** The authorization {@code a} has a token that is neither consumed nor expired at {@code :now}. */
    private static final String USABLE = """
            exists (select 1 from oauth2_token t where t.authorization_id = a.id
                and t.kind in ('ACCESS_TOKEN', 'REFRESH_TOKEN') and t.spent_at is null and t.expires_at > :now)
            """;

    /** One statement over the tables of two modules, since every call with a token executes it. */
    private static final String ISSUED = """
            select t.kind, t.scopes as token_scopes, t.audience, t.issued_at, t.expires_at, t.spent_at,
                a.id, a.client_id, a.subject, a.sid, a.scopes, a.ended_at,
                s.ended_at as session_ended_at, s.expires_at as session_expires_at
            from oauth2_token t
            join oauth2_authorization a on a.id = t.authorization_id
            left join sso_session s on s.sid = a.sid
            where t.kind in ('ACCESS_TOKEN', 'REFRESH_TOKEN') and t.hash = :hash""";

    private final JdbcClient jdbc;
    private final Tokens tokens;
    private final RelyingParties relyingParties;
    private final InstantSource clock;

    Authorizations(JdbcClient jdbc, Tokens tokens, RelyingParties relyingParties, InstantSource clock) {
        this.jdbc = jdbc;
        this.tokens = tokens;
        this.relyingParties = relyingParties;
        this.clock = clock;
    }

    /**
     * The access or refresh token with this value, live or not, with those of its scopes and audiences that its client is still registered
     * for; empty if it was never issued, or has been deleted. Authorization codes and the like are not found here.
     */
    public Optional<IssuedToken> find(String presented) {
        // The registration is looked up after the query: a look-up inside it would need a second connection.
        return jdbc.sql(ISSUED)
                .param("hash", TokenHash.of(presented).value())
                .query((row, _) -> granted(row, clock.instant()))
                .optional()
                .map(granted ->
                        granted.allowedBy(relyingParties.find(granted.token().client())));
    }

    /**
     * Ends authorizations independently of their sessions: their access and refresh tokens are refused from the
     * caller's commit on (RFC 7009, section 2.1). An authorization that has ended, by itself or with its session, is
     * not changed. One whose session is past its limit is changed: a node with a slow clock may still extend that
     * session.
     *
     * <p>The database may lock several authorizations in any order, so the caller must have locked them before.
     */
    public GuardedUpdate ending(Collection<AuthorizationId> authorizations) {
        return new GuardedUpdate(
                "oauth2_authorization",
                "id",
                SqlWrite.of("""
                        update oauth2_authorization set ended_at = :revokedAt where id = any(:revokedIds) and ended_at is null
                        and (sid is null or offline = true or exists (
                            select 1 from sso_session s where s.sid = oauth2_authorization.sid and s.ended_at is null))
                        """)
                        .with("revokedAt", clock.instant().atOffset(ZoneOffset.UTC))
                        .with(
                                "revokedIds",
                                authorizations.stream()
                                        .map(AuthorizationId::value)
                                        .toArray(String[]::new)));
    }

    /**
     * An effect of the end of a session: ends one further authorization, which may belong to another session or to
     * none.
     */
    public SqlWrite endingAlongside(AuthorizationId authorization) {
        return SqlWrite.of("""
                        update oauth2_authorization set ended_at = (select max(c.ended_at) from {changed} c)
                        where id = :alongside and ended_at is null and exists (select 1 from {changed} c)
                        """).with("alongside", authorization.value());
    }

    /**
     * Locks the authorizations of a subject that outlive their sessions, or have none, in the order of their ids,
     * until the caller's transaction ends. The caller has ended the sessions before, in the same transaction, so that
     * no offline authorization can be created any more. This is a separate statement so that it finds those that were
     * committed while the caller waited for the lock of a session.
     *
     * @param spared a session whose authorizations are left out
     * @return those that have not ended; empty if there are none
     */
    public List<AuthorizationId> lockUnbound(Subject subject, Optional<Sid> spared) {
        Transaction.requireActive();
        return jdbc.sql("""
                        select id from oauth2_authorization
                        where subject = :subject and ended_at is null and (sid is null or (offline = true and sid <> :spared))
                        order by id for update
                        """)
                .param("subject", subject.value())
                .param("spared", spared.map(Sid::value).orElse(""))
                .query((row, _) -> new AuthorizationId(row.getString("id")))
                .list();
    }

    /**
     * The clients that keep their access when this session ends, or kept it: they hold a usable access or refresh
     * token of an authorization with {@code offline_access} that was granted under this session. Empty for an unknown
     * sid.
     */
    public Set<ClientId> offlineGivenUnder(Sid sid) {
        return jdbc
                .sql("select distinct a.client_id from oauth2_authorization a where " + OFFLINE_OF_SESSION + " and "
                        + USABLE + " order by a.client_id")
                .param("sid", sid.value())
                .param("now", utc(clock.instant()))
                .query((row, _) -> new ClientId(row.getString("client_id")))
                .list()
                .stream()
                .collect(toCollection(LinkedHashSet::new));
    }

    /** The same for several sessions; a session without such clients is not in the map. */
    public Map<Sid, Set<ClientId>> offlineGivenUnder(Collection<Sid> sids) {
        Map<Sid, Set<ClientId>> offline = new HashMap<>();
        Sid.batches(sids)
                .forEach(batch -> jdbc.sql("""
                        select distinct a.sid, a.client_id from oauth2_authorization a
                        where a.sid = any(:sids) and a.offline = true and a.ended_at is null and\s""" + USABLE)
                        .param("sids", batch)
                        .param("now", utc(clock.instant()))
                        .query(row -> {
                            offline.computeIfAbsent(new Sid(row.getString("sid")), _ -> new TreeSet<>())
                                    .add(new ClientId(row.getString("client_id")));
                        }));
        return offline;
    }

    /**
     * Locks the authorizations with {@code offline_access} that were granted under this session, in the order of
     * their ids, until the caller's transaction ends. A concurrent refresh delays this; what it issued is refused
     * once the authorization has ended. A later refresh gets nothing.
     *
     * @return those that have not ended; empty if there are none
     */
    public List<Locked> lockOfflineGivenUnder(Sid sid) {
        return lock(
                "select a.id, a.client_id from oauth2_authorization a where " + OFFLINE_OF_SESSION,
                Map.of("sid", sid.value()));
    }

    /**
     * Locks all authorizations that a user granted to this client, on all devices.
     *
     * @return those that have not ended; empty if there are none
     */
    public List<Locked> lockAllOf(Subject subject, ClientId client) {
        Map<String, ?> parameters = Map.of("subject", subject.value(), "client", client.value());
        String theirs = "select a.id, a.client_id from oauth2_authorization a"
                + " where a.client_id = :client and a.ended_at is null and ";
        List<Locked> unbound =
                lock(theirs + "a.subject = :subject and (a.sid is null or a.offline = true)", parameters);
        // Found by their sessions, so that the table needs no index by subject.
        List<Locked> bound = lock(
                theirs + "a.offline = false and a.sid in"
                        + " (select s.sid from sso_session s where s.subject = :subject and s.ended_at is null)",
                parameters);
        return Stream.concat(unbound.stream(), bound.stream()).toList();
    }

    /**
     * Locks all authorizations that were given to this relying party, by whomever.
     *
     * @return those that have not ended; empty if there are none
     */
    public List<Locked> lockAllOf(ClientId client) {
        return lock(
                "select a.id, a.client_id from oauth2_authorization a"
                        + " where a.client_id = :client and a.ended_at is null",
                Map.of("client", client.value()));
    }

    private List<Locked> lock(String which, Map<String, ?> parameters) {
        Transaction.requireActive();
        return jdbc.sql(which + " order by a.id for update")
                .params(parameters)
                .query((row, _) ->
                        new Locked(new AuthorizationId(row.getString("id")), new ClientId(row.getString("client_id"))))
                .list();
    }

    /** An authorization whose row is locked by the caller's transaction. */
    public record Locked(AuthorizationId id, ClientId client) {}

    /**
     * The access that clients hold for a user now: one entry for each client with a usable access or refresh token,
     * ordered by client.
     */
    public List<AppAccess> accessOf(Subject subject) {
        return jdbc.sql("""
                        select client_id, sum(outlives) as outliving, min(created_at) as since from (
                            select a.client_id, a.created_at, 1 as outlives from oauth2_authorization a
                            where a.subject = :subject and (a.sid is null or a.offline = true) and a.ended_at is null
                                and %1$s
                            union all
                            select a.client_id, a.created_at, 0 as outlives from sso_session s
                            join oauth2_authorization a on a.sid = s.sid
                            where s.subject = :subject and s.ended_at is null and s.expires_at > :now
                                and a.offline = false and a.ended_at is null and %1$s
                        ) as held group by client_id order by client_id
                        """.formatted(USABLE))
                .param("subject", subject.value())
                .param("now", utc(clock.instant()))
                .query((row, _) -> new AppAccess(
                        new ClientId(row.getString("client_id")),
                        row.getLong("outliving") > 0,
                        row.getObject("since", OffsetDateTime.class).toInstant()))
                .list();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /**
     * Deletes authorizations that were ended by themselves before this time, with all their tokens.
     *
     * @return how many rows were deleted
     */
    public int purgeEnded(Instant before, int atMost) {
        return jdbc.sql("""
                        delete from oauth2_authorization where id in (
                            select id from oauth2_authorization where ended_at < :before
                            order by ended_at fetch first :atMost rows only)
                        """)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("atMost", atMost)
                .update();
    }

    /**
     * Deletes tokens that expired before this time, and authorizations without any token left, which cannot issue
     * one.
     *
     * @return how many tokens were deleted
     */
    public int purgeExpiredTokens(Instant before, int atMost) {
        Transaction.requireActive();
        List<String> theirs = tokens.purgeExpired(before, atMost);
        if (!theirs.isEmpty()) {
            jdbc.sql("""
                            delete from oauth2_authorization a where a.id in (:theirs)
                            and not exists (select 1 from oauth2_token t where t.authorization_id = a.id)
                            """).param("theirs", theirs.stream().distinct().toList()).update();
        }
        return theirs.size();
    }

    /**
     * Deletes device authorizations whose device code expired before this time without tokens having been issued for it, with their codes.
     *
     * @return how many rows were deleted
     */
    public int purgeUnusedDeviceCodes(Instant before, int atMost) {
        return jdbc.sql("""
                        delete from oauth2_authorization where id in (
                            select c.authorization_id from oauth2_token c
                            where c.kind = 'DEVICE_CODE' and c.expires_at < :before and not exists (
                                select 1 from oauth2_token t where t.authorization_id = c.authorization_id
                                and t.kind in ('ACCESS_TOKEN', 'REFRESH_TOKEN'))
                            order by c.expires_at fetch first :atMost rows only)
                        """)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("atMost", atMost)
                .update();
    }

    /** Deletes the authorizations that ended with these sessions, with all their tokens. */
    public void forgetBoundTo(Collection<Sid> sids) {
        Transaction.requireActive();
        Sid.batches(sids)
                .forEach(
                        batch -> jdbc.sql("delete from oauth2_authorization where sid = any(:sids) and offline = false")
                                .param("sids", batch)
                                .update());
    }

    /** The authorization with this id; empty if it is not live, or does not exist. */
    public Optional<Authorization> findLive(AuthorizationId id) {
        return jdbc.sql("""
                        select a.* from oauth2_authorization a left join sso_session s on s.sid = a.sid
                        where a.id = :id and\s""" + LIVE)
                .param("id", id.value())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(Authorizations::toAuthorization)
                .optional();
    }

    /**
     * Finds the authorization, live or not, and locks it until the caller's transaction ends. The end of its session
     * is delayed by {@link org.exeunt.idp.session.SsoSessions#join}.
     */
    public Optional<Authorization> findAndLock(AuthorizationId id) {
        return jdbc.sql("select * from oauth2_authorization where id = :id for update")
                .param("id", id.value())
                .query(Authorizations::toAuthorization)
                .optional();
    }

    public void insert(Authorization authorization) {
        write("""
                insert into oauth2_authorization
                    (id, client_id, subject, sid, grant_type, scopes, offline, request, authenticated_at, created_at)
                values
                    (:id, :clientId, :subject, :sid, :grantType, :scopes, :offline, :request, :authenticatedAt, :createdAt)
                """, authorization);
    }

    public void update(Authorization authorization) {
        write("""
                update oauth2_authorization
                set client_id = :clientId, subject = :subject, sid = :sid, grant_type = :grantType, scopes = :scopes,
                    offline = :offline, request = :request, authenticated_at = :authenticatedAt, created_at = :createdAt
                where id = :id
                """, authorization);
    }

    private void write(String sql, Authorization authorization) {
        Instant authenticatedAt = authorization.authenticatedAt();
        jdbc.sql(sql)
                .param("id", authorization.id().value())
                .param("clientId", authorization.client().value())
                .param(
                        "subject",
                        authorization.subject() == null
                                ? null
                                : authorization.subject().value())
                .param(
                        "sid",
                        authorization.sid() == null ? null : authorization.sid().value())
                .param("grantType", authorization.grantType())
                .param("scopes", String.join(" ", authorization.scopes()))
                .param("offline", authorization.isOffline())
                .param("request", authorization.request())
                .param("authenticatedAt", authenticatedAt == null ? null : authenticatedAt.atOffset(ZoneOffset.UTC))
                .param("createdAt", authorization.createdAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    private static Granted granted(ResultSet row, Instant now) throws SQLException {
        TokenKind kind = TokenKind.valueOf(row.getString("kind"));
        Set<String> scopes = Scopes.parse(row.getString("scopes"));
        Instant expiresAt = row.getObject("expires_at", OffsetDateTime.class).toInstant();
        boolean ended = instant(row, "ended_at") != null;
        Instant sessionExpiresAt = instant(row, "session_expires_at");
        var token = new IssuedToken(
                new AuthorizationId(row.getString("id")),
                kind,
                new ClientId(row.getString("client_id")),
                Optional.ofNullable(row.getString("subject")).map(Subject::new),
                Optional.ofNullable(row.getString("sid")).map(Sid::new),
                kind == TokenKind.ACCESS_TOKEN ? Scopes.parse(row.getString("token_scopes")) : scopes,
                Tokens.audience(row.getString("audience")),
                row.getObject("issued_at", OffsetDateTime.class).toInstant(),
                expiresAt,
                ended,
                !ended && instant(row, "spent_at") == null && now.isBefore(expiresAt));
        return new Granted(
                token,
                scopes.contains(OFFLINE),
                isSessionOver(row),
                sessionExpiresAt != null && now.isBefore(sessionExpiresAt));
    }

    /**
     * A token as it was granted, before its session and the registration of its client are taken into account.
     *
     * @param offline whether the authorization has {@code offline_access}
     * @param sessionOver whether its session has ended or was deleted, or it has none
     * @param sessionWithinLimit whether its session has not expired
     */
    private record Granted(IssuedToken token, boolean offline, boolean sessionOver, boolean sessionWithinLimit) {

        /** Without {@code offline_access} in the registration it ends with its session, like any other token. */
        IssuedToken allowedBy(Optional<RelyingParty> client) {
            Set<String> registered = client.map(RelyingParty::scopes).orElse(Set.of());
            boolean bound = token.sid().isPresent() && !(offline && registered.contains(OFFLINE));
            return new IssuedToken(
                    token.authorization(),
                    token.kind(),
                    token.client(),
                    token.subject(),
                    token.sid(),
                    Scopes.intersection(token.scopes(), registered),
                    Scopes.intersection(
                            token.audience(),
                            client.map(RelyingParty::audiences).orElse(Set.of())),
                    token.issuedAt(),
                    token.expiresAt(),
                    token.ended() || (bound && sessionOver),
                    token.live() && (!bound || (!sessionOver && sessionWithinLimit)));
        }
    }

    /**
     * Whether the session ended, or its row was deleted. A session past its limit counts as live here, since a node
     * with a slow clock may still extend it.
     */
    private static boolean isSessionOver(ResultSet row) throws SQLException {
        return instant(row, "session_expires_at") == null || instant(row, "session_ended_at") != null;
    }

    private static Authorization toAuthorization(ResultSet row, int number) throws SQLException {
        String subject = row.getString("subject");
        String sid = row.getString("sid");
        return new Authorization(
                new AuthorizationId(row.getString("id")),
                new ClientId(row.getString("client_id")),
                subject == null ? null : new Subject(subject),
                sid == null ? null : new Sid(sid),
                row.getString("grant_type"),
                Scopes.parse(row.getString("scopes")),
                row.getString("request"),
                instant(row, "authenticated_at"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "ended_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    /**
     * One row.
     *
     * @param subject the user; {@code null} for the client credentials grant, and until a user has approved a device
     * @param sid the session under which it was granted; {@code null} if there is none
     * @param request the authorization request, as the authorization server stores it (JSON); {@code null} if it is
     *     not needed
     */
    public record Authorization(
            AuthorizationId id,
            ClientId client,
            @Nullable Subject subject,
            @Nullable Sid sid,
            String grantType,
            Set<String> scopes,
            @Nullable String request,
            @Nullable Instant authenticatedAt,
            Instant createdAt,
            @Nullable Instant endedAt) {

        /**
         * Whether it outlives its session: the user granted {@code offline_access} (OpenID Connect Core 1.0, section
         * 11).
         */
        public boolean isOffline() {
            return scopes.contains(OFFLINE);
        }

        /** Whether the authorization itself was ended, independently of its session. */
        public boolean isEnded() {
            return endedAt != null;
        }
    }
}
