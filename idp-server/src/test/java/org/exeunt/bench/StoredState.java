package org.exeunt.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/**
 * Fills the database as sign-ins would have, but in bulk. The values that the driver presents are made from a prefix and a
 * number, and hashed by the database as the server hashes them.
 */
final class StoredState {

    /** How the server hashes what browsers and apps present: an expression with a place for the value. */
    static final String HASH = "rtrim(translate(encode(sha256(convert_to(%s, 'UTF8')), 'base64'), '+/', '-_'), '=')";

    private final DataSource database;

    StoredState(DataSource database) {
        this.database = database;
    }

    static String cookie(String prefix, int number) {
        return prefix + "-cookie-" + number;
    }

    static String accessToken(String prefix, int number) {
        return prefix + "-access-" + number + "-1";
    }

    static String refreshToken(String prefix, int number) {
        return prefix + "-refresh-" + number + "-1";
    }

    void prepareLimit() throws SQLException {
        execute(
                "create table bench_limit (id int primary key, n int not null)",
                "insert into bench_limit select i, 0 from generate_series(0, " + (LimitServer.ROWS - 1) + ") i");
    }

    /**
     * Signs users in, each session in a browser of its own. A session number {@code i} has the cookie, and with the first
     * relying party the tokens, of that number.
     *
     * @param prefix of all values, four characters at most
     * @param sessions how many
     * @param perPerson how many of them each user has
     * @param clients how many relying parties each session is used with
     * @param tokens how many each relying party holds: an access token, the refresh token, and then used-up refresh tokens
     */
    void signIn(String prefix, int sessions, int perPerson, int clients, int tokens) throws SQLException {
        String sid = "rpad('" + prefix + "' || lpad(i::text, 8, '0'), 22, 'x')";
        String subject = "'" + prefix + "-person-' || i / " + perPerson;
        String authorization = "'" + prefix + "-' || i || '-' || c";
        String series = " from generate_series(0, " + (sessions - 1) + ") i";
        String seriesOfClients = series + ", generate_series(1, " + clients + ") c";
        execute(
                """
                insert into sso_session (sid, subject, authenticated_at, started_at, last_seen_at, expires_at,
                    absolute_expires_at, participants)
                select %s, %s, now(), now(), now(), now() + interval '10 hours', now() + interval '10 hours',
                    (select string_agg('app' || c || chr(10), '' order by c) from generate_series(1, %d) c) %s
                """.formatted(sid, subject, clients, series),
                """
                insert into spring_session (primary_id, session_id, creation_time, last_access_time,
                    max_inactive_interval, expiry_time, principal_name)
                select '%s-' || i, %s, t, t, 43200, t + 43200000, %s
                from (select (extract(epoch from now()) * 1000)::bigint t) clock, generate_series(0, %d) i
                """.formatted(prefix, HASH.formatted("'" + prefix + "-cookie-' || i"), sid, sessions - 1),
                """
                insert into spring_session_attributes (session_primary_id, attribute_name, attribute_bytes)
                select '%s-' || i, 'org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME',
                    '\\xaced0005740016'::bytea || convert_to(%s, 'UTF8') %s
                """.formatted(prefix, sid, series),
                """
                insert into spring_session_attributes (session_primary_id, attribute_name, attribute_bytes)
                select '%s-' || i,
                    'org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository.CSRF_TOKEN', '\\x%s'::bytea %s
                """.formatted(prefix, csrfToken(), series),
                """
                insert into session_participant (sid, client_id, joined_at) select %s, 'app' || c, now() %s
                """.formatted(sid, seriesOfClients),
                """
                insert into oauth2_authorization (id, client_id, subject, sid, grant_type, scopes, offline,
                    authenticated_at, created_at)
                select %s, 'app' || c, %s, %s, 'authorization_code', 'openid profile email', false, now(), now() %s
                """.formatted(authorization, subject, sid, seriesOfClients));
        for (int token = 0; token < tokens; token++) {
            boolean access = token == 0;
            String value = "'%s-%s-' || i || '-' || c || '%s'"
                    .formatted(prefix, access ? "access" : "refresh", token < 2 ? "" : "-spent-" + token);
            execute("""
                insert into oauth2_token (hash, authorization_id, kind, scopes, issued_at, expires_at, spent_at)
                select %s, %s, '%s', '%s', now(), now() + interval '%s', %s %s
                """.formatted(
                            HASH.formatted(value),
                            authorization,
                            access ? "ACCESS_TOKEN" : "REFRESH_TOKEN",
                            access ? "openid profile email" : "",
                            access ? "10 hours" : "30 days",
                            token < 2 ? "null" : "now()",
                            seriesOfClients));
        }
    }

    /**
     * ID tokens of sessions number 0 to {@code sessions} - 1 that {@link #signIn} made with one session for each user, issued to
     * the first relying party. They are signed with the server's newest key, which is stored unencrypted, since the benchmark
     * configures no key encryption key.
     */
    List<String> idTokens(String prefix, int sessions) throws SQLException {
        RSAKey key = newestKey();
        return IntStream.range(0, sessions)
                .parallel()
                .mapToObj(number -> idToken(key, prefix, number))
                .toList();
    }

    private RSAKey newestKey() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select jwk from signing_key order by generation desc limit 1")) {
            rows.next();
            return RSAKey.parse(rows.getString(1));
        } catch (ParseException encrypted) {
            throw new IllegalStateException(encrypted);
        }
    }

    private static String idToken(RSAKey key, String prefix, int number) {
        var claims = new JWTClaimsSet.Builder()
                .issuer("http://localhost:9000")
                .audience("app1")
                .subject(prefix + "-person-" + number)
                .claim("sid", (prefix + "%08d".formatted(number) + "x".repeat(22)).substring(0, 22))
                .issueTime(Date.from(Instant.now()))
                .build();
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
        return token.serialize();
    }

    /** What a database does by itself after a while, so that it does not do it while we look. */
    void settle() throws SQLException {
        execute("vacuum analyze", "checkpoint");
    }

    /** How many authorizations with this prefix are live. */
    long live(String prefix) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select count(*) from oauth2_authorization a join sso_session s on s.sid = a.sid"
                                + " where a.ended_at is null and s.ended_at is null and a.id like '" + prefix
                                + "-%'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** How many apps acknowledged that sessions with this prefix ended. */
    long acknowledged(String prefix) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                var rows =
                        statement.executeQuery("select count(*) from logout_notification where state = 'acknowledged'"
                                + " and sid like '" + prefix + "%'")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** A browser session's token against forged requests, as its attribute is stored: digits for a value of bytes. */
    static String csrfToken() {
        var bytes = new ByteArrayOutputStream();
        try (var objects = new ObjectOutputStream(bytes)) {
            objects.writeObject(new DefaultCsrfToken("X-CSRF-TOKEN", "_csrf", "0f8fad5b-d9cb-469f-a165-70867728950e"));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
