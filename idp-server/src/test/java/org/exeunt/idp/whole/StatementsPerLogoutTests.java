package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each logout asks of the database, statement by statement: one more is noticed here. A row of {@code relying_party} is
 * kept for some seconds, so that it may be read or not; it does not count. An ampersand stands before what is part of the statement
 * above.
 */
@TestInstance(Lifecycle.PER_CLASS)
class StatementsPerLogoutTests {

    private static final Pattern VERB_AND_TABLE =
            Pattern.compile("\\s*(\\w+)\\s+(?:.*?(?:from|into)\\s+)?(\\w+).*", Pattern.DOTALL);

    /** Sub-selects and functions. */
    private static final Pattern WITHIN = Pattern.compile("\\([^()]*\\)");

    private final List<String> statements = new CopyOnWriteArrayList<>();
    private final RunningServer server =
            RunningServer.start(new StatementRecorder(_ -> this::note), TestDatabase.POSTGRESQL.freshUrl());

    private void note(String sql) {
        String part = "";
        for (String write : sql.split("\\w+ as \\(\n", -1)) {
            String outer = WITHIN.matcher(write.split("\nreturning ", -1)[0]).replaceAll("");
            String statement = part + VERB_AND_TABLE.matcher(outer).replaceFirst("$1 $2");
            if (!statement.equals("select relying_party") && !write.equals("with ")) {
                statements.add(statement);
                part = "& ";
            }
        }
    }

    private List<String> during(Runnable request) {
        statements.clear();
        request.run();
        return List.copyOf(statements);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_redirect() {
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);
        TestClient.NEWS.tokens(server, alice);

        assertThat(during(() -> alice.get(
                        "/logout?client_id=shop&redirect_uri=" + TestBrowser.encode(TestClient.SHOP.signedOut()))))
                .containsExactly(
                        "select spring_session",
                        "update sso_session",
                        "& delete spring_session",
                        "& insert audit_event");
    }

    @Test
    void a_script() {
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);

        assertThat(during(() -> TestClient.SHOP.sdkLogout(alice)))
                .containsExactly(
                        "select spring_session",
                        "update sso_session",
                        "& delete spring_session",
                        "& insert audit_event");
    }

    @Test
    void everywhere_however_many_sessions_there_are() {
        TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "bob"));
        TestClient.NEWS.tokens(server, TestBrowser.signedIn(server, "bob"));
        var bob = TestBrowser.signedIn(server, "bob");

        assertThat(during(() -> bob.send("DELETE", "/api/auth/sessions")))
                .containsExactly(
                        "select spring_session",
                        "select sso_session",
                        "select sso_session",
                        "select sso_session",
                        // This browser's for one reason, and all others for another.
                        "update sso_session",
                        "& delete spring_session",
                        "& insert audit_event",
                        "update sso_session",
                        "& delete spring_session",
                        "& insert audit_event",
                        // What outlives sessions is looked for, and nothing of it was found.
                        "select oauth2_authorization",
                        "commit");
    }

    @Test
    void everywhere_with_something_that_outlives_sessions() {
        TestClient.MOBILE.tokens(server, TestBrowser.signedIn(server, "bob"), "openid offline_access");
        var bob = TestBrowser.signedIn(server, "bob");

        assertThat(during(() -> bob.send("DELETE", "/api/auth/sessions")))
                .containsSubsequence("select oauth2_authorization", "update oauth2_authorization", "commit")
                .hasSize(13);
    }

    @Test
    void a_revocation() {
        Tokens tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));

        assertThat(during(() -> TestClient.SHOP.revoke(server, tokens.refresh())))
                .containsExactly("select oauth2_token", "update oauth2_authorization", "& insert audit_event");
    }

    @Test
    @DisplayName("REV-20: a guess costs the same whether there is no such token or it is another client's")
    void a_guess() {
        var alice = TestBrowser.signedIn(server, "alice");
        String anothers = TestClient.NEWS.tokens(server, alice).access();

        for (String token : List.of("no-such-token", anothers)) {
            assertThat(during(() -> TestClient.SHOP.introspect(server, token))).containsExactly("select oauth2_token");
            assertThat(during(() -> TestClient.SHOP.revoke(server, token))).containsExactly("select oauth2_token");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /logout?client_id=shop", "GET /"})
    @DisplayName("CVE-30: many cookies of our name do not cost as many looks into the database")
    void many_cookies(String request) {
        String cookies =
                IntStream.range(0, 150).mapToObj(number -> "exeunt=" + number).collect(Collectors.joining("; "));

        assertThat(during(() -> new TestBrowser(server).raw(request, "Cookie", cookies)))
                // Four of ours and, in upper case and by another name, four of Spring Session's.
                .filteredOn(statement -> statement.matches("select spring_session|SELECT S"))
                .hasSizeBetween(1, 8);
    }

    @Test
    void an_introspection() {
        Tokens tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));

        assertThat(during(() -> TestClient.SHOP.introspect(server, tokens.access())))
                .containsExactly("select oauth2_token");
    }
}
