package org.exeunt.idp.whole;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * A logout costs the same with few and with many sessions in the store: with 100,000 of everything no statement that a logout
 * sends looks at a whole table. Relying parties are a few, and may be.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class QueryPlansContract {

    private static final int ROWS = 100_000;
    private static final Pattern OURS =
            Pattern.compile("(?i)\\s*(select|insert|update|delete|with)\\s.*", Pattern.DOTALL);

    private final Set<String> statements = new ConcurrentSkipListSet<>();
    final RunningServer server;

    QueryPlansContract(TestDatabase database) {
        server = RunningServer.start(new StatementRecorder(_ -> statements::add), database.freshUrl());
    }

    /** The numbers 1 to n, as a table expression with a column i. */
    abstract String numbers(int n);

    /** What the database says it would do. */
    abstract String explain(Connection connection, String sql) throws SQLException;

    /** What stands in a plan that looks at a whole table. */
    abstract Pattern scan();

    @BeforeAll
    void fill() {
        for (String insert : new String[] {
            """
            insert into sso_session (sid, subject, authenticated_at, started_at, last_seen_at, expires_at, absolute_expires_at)
            select 'filling' || i, 'person-' || i, current_timestamp, current_timestamp, current_timestamp,
                current_timestamp + interval '1' day, current_timestamp + interval '1' day from\
            """,
            """
            insert into spring_session (primary_id, session_id, creation_time, last_access_time, max_inactive_interval,
                expiry_time, principal_name)
            select 'filling' || i, 'filling' || i, 1, 1, 1, 4000000000000, 'filling' || i from\
            """,
            "insert into session_participant (sid, client_id, joined_at) select 'filling' || i, 'shop',"
                    + " current_timestamp from",
            """
            insert into oauth2_authorization (id, client_id, subject, sid, grant_type, scopes, offline, created_at)
            select 'filling' || i, 'shop', 'person-' || i, 'filling' || i, 'authorization_code', 'openid', mod(i, 4) = 0,
                current_timestamp from\
            """,
            """
            insert into oauth2_token (hash, authorization_id, kind, scopes, issued_at, expires_at)
            select 'filling' || i, 'filling' || i, 'ACCESS_TOKEN', 'openid', current_timestamp,
                current_timestamp + interval '1' day from\
            """,
            """
            insert into logout_notification (sid, client_id, subject, state, attempts, owed_at, settled_at)
            select 'filling' || i, 'shop', 'person-' || i, 'acknowledged', 1, current_timestamp, current_timestamp from\
            """
        }) {
            server.jdbc().sql(insert + " " + numbers(ROWS)).update();
        }
        server.jdbc().sql("analyze").update();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void no_statement_of_a_logout_looks_at_a_whole_table() throws SQLException {
        statements.clear();
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens shop = TestClient.SHOP.tokens(server, alice);
        Tokens mobile = TestClient.MOBILE.tokens(server, alice);
        TestClient.SHOP.introspect(server, shop.access());
        TestClient.MOBILE.revoke(server, mobile.refresh());
        alice.get("/logout?client_id=shop&oauth_token=" + shop.access());
        var again = TestBrowser.signedIn(server, "alice");
        again.get("/connect/logout");
        again.send("DELETE", "/session?client_id=shop", "Origin", TestClient.SHOP.origin());
        TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));
        TestClient.MOBILE.tokens(server, TestBrowser.signedIn(server, "alice"), "openid offline_access");
        TestBrowser.signedIn(server, "alice").send("DELETE", "/api/auth/sessions");

        assertThat(statements)
                .hasSizeGreaterThan(20)
                .anyMatch(sql -> sql.contains("update sso_session set ended_at"))
                .anyMatch(sql -> sql.contains("update oauth2_authorization set ended_at = ? where id"));
        try (Connection connection = server.bean(DataSource.class).getConnection()) {
            for (String sql : Set.copyOf(statements).stream()
                    .flatMap(trip -> Stream.of(trip.split(";\n", -1)))
                    .collect(toSet())) {
                if (OURS.matcher(sql).matches()) {
                    String plan = explain(connection, sql);
                    assertThat(plan).as(sql).doesNotContainPattern(scan());
                }
            }
        }
    }

    /** {@code ?} as {@code $1}, {@code $2} and so on. */
    static String numbered(String sql) {
        Matcher parameter = Pattern.compile("\\?").matcher(sql);
        var text = new StringBuilder();
        for (int number = 1; parameter.find(); number++) {
            parameter.appendReplacement(text, Matcher.quoteReplacement("$" + number));
        }
        return parameter.appendTail(text).toString();
    }
}
