package org.exeunt.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * A database full of live sessions, spread over users and relying parties as they would be after some hours.
 *
 * <p>Each ten sessions belong to four users, who have one, two, three and four. Every other session is used with two relying
 * parties, the rest with one, and each of those holds an access token and a refresh token: three tokens a session. All keys are
 * random, as the server's are, and what belongs together does not lie together.
 */
final class ManySessions {

    /** Of a block of ten, the first session of the user who has three. */
    private static final int FIRST_OF_THREE = 3;

    static final int BLOCK = 10;

    private static final List<String> TABLES = List.of(
            "account",
            "sso_session",
            "spring_session",
            "spring_session_attributes",
            "session_participant",
            "oauth2_authorization",
            "oauth2_token",
            "audit_event");

    /** Has no factor in common with any number of sessions that a user would choose. */
    static final int STRIDE = 611_953;

    private static final String SID = "left(" + StoredState.HASH.formatted("'sid-' || i") + ", 22)";

    private static final String SUBJECT = "md5('person-' || i / 10 * 4 + case when i % 10 = 0 then 0"
            + " when i % 10 < 3 then 1 when i % 10 < 6 then 2 else 3 end)::uuid::text";

    private static final String AUTHORIZATION = "md5('authorization-' || i || '-' || c)::uuid::text";

    private static final String CLIENT = "'app' || 1 + (i + 7 * (c - 1)) % " + Apps.COUNT;

    private static final String CLIENTS = " cross join lateral generate_series(1, 1 + i % 2) c";

    private static final String DEVICE = StoredState.HASH.formatted("'device-' || i");

    private final DataSource database;
    private final int count;

    ManySessions(DataSource database, int count) {
        this.database = database;
        this.count = count;
    }

    static String cookie(int session) {
        return "cookie-" + session;
    }

    static String accessToken(int session) {
        return "access-" + session + "-1";
    }

    static String refreshToken(int session) {
        return "refresh-" + session + "-1";
    }

    /** The number of the relying party that holds {@link #accessToken}. */
    static int app(int session) {
        return 1 + session % Apps.COUNT;
    }

    /** A user who has three sessions: the number of one of them. */
    static int personOfThree(int block) {
        return block * BLOCK + FIRST_OF_THREE;
    }

    int count() {
        return count;
    }

    /** Forgets whatever was there, and fills it. */
    void fill() throws SQLException {
        String people = "from (select distinct %s as subject from generate_series(0, %d) i) everybody"
                .formatted(SUBJECT, count - 1);
        String sessions = " from (select (k::bigint * %d %% %d)::int as i from generate_series(0, %d) k) shuffled"
                .formatted(STRIDE, count, count - 1);
        String started = "(now() - (i * 7919::bigint %% 10800) * interval '1 second')".formatted();
        List<String> statements = new ArrayList<>();
        // Neither looks up what a row refers to, nor waits for the disk.
        statements.add("set session_replication_role = replica");
        statements.add("set synchronous_commit = off");
        statements.add("truncate " + String.join(", ", TABLES) + " cascade");
        statements.add("""
            insert into account (subject, username, password_hash, name, email, email_verified)
            select subject, 'user-' || subject, rpad('{bcrypt}', 68, 'x'), 'Somebody', subject || '@mail.example', true
            """ + people);
        statements.add("""
            insert into sso_session (sid, subject, authenticated_at, started_at, last_seen_at, expires_at,
                absolute_expires_at, device_browser, device_system, device_hash, address_hash, fingerprint_hash, participants)
            select %1$s, %2$s, %3$s, %3$s, %3$s, %3$s + interval '8 hours', %3$s + interval '12 hours', 'Firefox', 'Linux',
                %4$s, %4$s, %4$s, theirs.participants %5$s
            cross join lateral (select string_agg(%6$s || chr(10), '' order by c) as participants
                from generate_series(1, 1 + i %% 2) c) theirs
            """.formatted(SID, SUBJECT, started, DEVICE, sessions, CLIENT));
        statements.add(
                """
            insert into spring_session (primary_id, session_id, creation_time, last_access_time, max_inactive_interval,
                expiry_time, principal_name)
            select %s, %s, t, t, 43200, t + 43200000, %s %s,
                lateral (select (extract(epoch from %s) * 1000)::bigint t) clock
            """.formatted(browserSession(), StoredState.HASH.formatted("'cookie-' || i"), SID, sessions, started));
        statements.add("""
            insert into spring_session_attributes (session_primary_id, attribute_name, attribute_bytes)
            select %s, name, bytes %s, lateral (values
                ('org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME',
                    '\\xaced0005740016'::bytea || convert_to(%s, 'UTF8')),
                ('org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository.CSRF_TOKEN',
                    '\\x%s'::bytea)) attributes (name, bytes)
            """.formatted(browserSession(), sessions, SID, StoredState.csrfToken()));
        statements.add("insert into session_participant (sid, client_id, joined_at) select %s, %s, %s"
                        .formatted(SID, CLIENT, started)
                + sessions
                + CLIENTS);
        statements.add("""
            insert into oauth2_authorization (id, client_id, subject, sid, grant_type, scopes, offline,
                authenticated_at, created_at)
            select %1$s, %2$s, %3$s, %4$s, 'authorization_code', 'openid profile email', false, %5$s, %5$s
            """.formatted(AUTHORIZATION, CLIENT, SUBJECT, SID, started) + sessions + CLIENTS);
        statements.add("""
            insert into oauth2_token (hash, authorization_id, kind, scopes, issued_at, expires_at)
            select %s, %s, kind, scopes, %s, %s + lifetime %s, (values
                ('access', 'ACCESS_TOKEN', 'openid profile email', interval '10 hours'),
                ('refresh', 'REFRESH_TOKEN', '', interval '30 days')) kinds (word, kind, scopes, lifetime)
            """.formatted(
                        StoredState.HASH.formatted("word || '-' || i || '-' || c"),
                        AUTHORIZATION,
                        started,
                        started,
                        sessions + CLIENTS));
        // What ended before: as many logouts as there are sessions.
        statements.add("""
            insert into audit_event (happened_at, actor, way, scope, outcome, reason, subject, sid, client_id, apps)
            select now() - (%1$d - k) * interval '1 second', 'person', 'redirect', 'session', 'session_ended',
                'user_initiated', %2$s, left(md5('past-' || k), 22), 'app1', 'app1'
            from generate_series(1, %1$d) k, lateral (select k - 1 as i) past
            """.formatted(count, SUBJECT));
        statements.add("set session_replication_role = origin");
        statements.add("set synchronous_commit = on");
        TABLES.forEach(table -> statements.add("vacuum analyze " + table));
        execute(statements);
    }

    /** Has the last ones end eight days ago, which is longer than anything is kept. */
    void endLongAgo(int dead) throws SQLException {
        String ended = " set ended_at = now() - interval '8 days' - random() * interval '1 hour'";
        String which = " in (select %s from generate_series(%d, %d) i)".formatted(SID, count - dead, count - 1);
        execute(List.of(
                "update sso_session" + ended
                        + ", end_reason = 'user_initiated', expires_at = now() - interval '8 days' where sid" + which,
                "delete from spring_session where principal_name" + which,
                "vacuum analyze sso_session",
                "vacuum analyze spring_session",
                "vacuum analyze spring_session_attributes"));
    }

    /** How many sessions ended longer ago than anything is kept. */
    long deadLongAgo() throws SQLException {
        return number("select count(*) from sso_session where ended_at < now() - interval '7 days'");
    }

    private static String browserSession() {
        return "md5('browser-' || i)::uuid::text";
    }

    /** After this PostgreSQL has nothing to catch up with, and every page that is changed goes to the log once as a whole. */
    void checkpoint() throws SQLException {
        execute(List.of("checkpoint"));
    }

    /** Bytes on disk of these tables with their indexes. */
    long bytes(List<String> tables) throws SQLException {
        long bytes = 0;
        for (String table : tables) {
            bytes += number("select pg_total_relation_size('" + table + "')");
        }
        return bytes;
    }

    /** Where PostgreSQL's log has come to, in bytes. */
    long logged() throws SQLException {
        return number("select (pg_current_wal_insert_lsn() - '0/0')::bigint");
    }

    static List<String> tables() {
        return TABLES;
    }

    /** The number that a query answers. */
    long number(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    void execute(List<String> statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
