package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.exeunt.idp.logout.automatic.ExpiryJob;
import org.exeunt.idp.logout.retention.RetentionJob;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** The audit trail: one event for everything that ends, and the operators' query. */
@TestInstance(Lifecycle.PER_CLASS)
@OnEachDatabase
class AuditTests {

    private HttpClient http;

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        http = HttpClient.newHttpClient();
        server = RunningServer.start(
                database.freshUrl(),
                "--management.server.port=0",
                "--exeunt.accounts.carol.password=carol-demo-password",
                "--exeunt.accounts.carol.subject=carols-subject",
                "--exeunt.clients.operations.secret=operations-secret-only-for-this-test",
                "--exeunt.clients.operations.grant-types=client_credentials",
                "--exeunt.clients.operations.scopes=exeunt.admin");
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
        http.close();
    }

    @BeforeEach
    void nothingHappenedYet() {
        server.clock().setAheadBy(Duration.ZERO);
        server.jdbc().sql("delete from audit_event").update();
    }

    @Test
    @DisplayName(
            "SEC-24: who ended what, how, why, in which scope, for which apps: one event for each, however often it is asked")
    void everything_that_ends_is_an_event() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens shop = TestClient.SHOP.tokens(server, alice);
        TestClient.NEWS.tokens(server, alice);
        Tokens mobile = TestClient.MOBILE.tokens(server, alice);
        List.of(1, 2).forEach(_ -> TestClient.SHOP.revoke(server, shop.refresh()));
        List.of(1, 2)
                .forEach(_ -> new TestBrowser(server)
                        .postJson("/auth/logout", "{\"refresh_token\":\"" + mobile.refresh() + "\"}"));
        alice.get("/logout?client_id=news");
        alice.get("/logout?client_id=news");

        List<Map<String, Object>> events = events("?sid=" + shop.sid());

        assertThat(events).hasSize(3);
        assertThat(events.get(0))
                .containsEntry("actor", "person")
                .containsEntry("way", "redirect")
                .containsEntry("scope", "sso")
                .containsEntry("outcome", "session_ended")
                .containsEntry("reason", "user_logout")
                .containsEntry("sid", shop.sid())
                .containsEntry("client", "news")
                .containsEntry("apps", List.of("mobile", "news", "shop"))
                .containsKeys("id", "at", "subject");
        assertThat(events.get(1))
                .containsEntry("actor", "app")
                .containsEntry("way", "refresh_token")
                .containsEntry("scope", "app")
                .containsEntry("outcome", "tokens_revoked")
                .containsEntry("client", "mobile")
                .containsEntry("apps", List.of("mobile"));
        assertThat(events.get(2))
                .containsEntry("way", "revocation")
                .containsEntry("client", "shop")
                .containsEntry("subject", events.get(0).get("subject"));
        String kept = String.join("\n", rows());
        assertThat(List.of(shop.access(), shop.refresh(), shop.id(), mobile.access(), mobile.refresh()))
                .allSatisfy(token -> assertThat(kept).doesNotContain(token));
    }

    @Test
    @DisplayName(
            "RFC 9700, 4.14.2, SEC-24: what a code or refresh token that comes twice ends is one event, however often it comes")
    void a_replay_is_an_event() {
        var alice = TestBrowser.signedIn(server, "alice");
        String code = TestClient.NEWS.code(alice);
        Tokens news = Tokens.of(TestClient.NEWS.redeem(server, code));
        Tokens mobile = TestClient.MOBILE.tokens(server, alice);
        TestClient.MOBILE.refresh(server, mobile.refresh());
        assertThat(rows()).isEmpty();

        List.of(1, 2).forEach(_ -> TestClient.NEWS.redeem(server, code));
        List.of(1, 2).forEach(_ -> TestClient.MOBILE.refresh(server, mobile.refresh()));

        assertThat(columns("?sid=" + news.sid(), "actor", "way", "scope", "outcome", "reason", "client", "apps"))
                .containsExactly(
                        "app replay app tokens_revoked null mobile [mobile]",
                        "app replay app tokens_revoked null news [news]");
        assertThat(TestClient.isAccepted(server, news.access())).isFalse();
        assertThat(String.join("\n", rows())).doesNotContain(code, mobile.refresh());
    }

    @Test
    @DisplayName("Invariant 2: a replay that could not be written down ended nothing")
    void a_replay_and_its_event_are_one() {
        int step = 1;
        boolean broke = true;

        while (broke) {
            nothingHappenedYet();
            Tokens mobile = TestClient.MOBILE.tokens(server, TestBrowser.signedIn(server, "alice"));
            Tokens next = Tokens.of(TestClient.MOBILE.refresh(server, mobile.refresh()));
            server.faults().failAtStatement(step++);
            TestClient.MOBILE.refresh(server, mobile.refresh());
            broke = server.faults().heal();

            assertThat(rows()).as("step " + step).hasSize(TestClient.isAccepted(server, next.access()) ? 0 : 1);
        }
        assertThat(rows()).hasSize(1);
        assertThat(step).isGreaterThan(3);
    }

    @Test
    @DisplayName("System B: invalidating a token that has no session left is about that app alone")
    void an_invalidation_without_a_session() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens mobile = TestClient.MOBILE.tokens(server, alice, "openid offline_access");
        alice.get("/logout?client_id=shop");

        new TestBrowser(server).send("POST", "/login/refresh/invalidate", "Authorization", "Bearer " + mobile.access());

        assertThat(columns("?sid=" + mobile.sid() + "&limit=1", "way", "scope", "outcome"))
                .containsExactly("invalidation app tokens_revoked");
    }

    @Test
    @DisplayName("SEC-24: others, everywhere, an administrator and the clock say so, with one event for each session")
    void the_scopes_are_told_apart() {
        var laptop = TestBrowser.signedIn(server, "carol");
        TestBrowser.signedIn(server, "carol");
        TestBrowser.signedIn(server, "carol");
        laptop.send("DELETE", "/api/auth/sessions?scope=others");
        laptop.send("DELETE", "/api/auth/sessions?scope=others");
        assertThat(columns("?subject=carols-subject", "way", "scope", "reason"))
                .containsExactly("devices others signed_out_elsewhere", "devices others signed_out_elsewhere");

        var phone = TestBrowser.signedIn(server, "carol");
        TestClient.SHOP.tokens(server, phone);
        TestClient.NEWS.tokens(server, phone);
        laptop.send("DELETE", "/api/auth/sessions");
        assertThat(columns("?subject=carols-subject&limit=2", "scope", "apps"))
                .containsExactlyInAnyOrder("everywhere [news, shop]", "everywhere []");

        TestBrowser.signedIn(server, "carol");
        assertThat(admin("DELETE", "/api/admin/subjects/carols-subject/sessions"))
                .isEqualTo(200);
        assertThat(admin("DELETE", "/api/admin/subjects/carols-subject/sessions"))
                .isEqualTo(200);
        assertThat(columns("?subject=carols-subject&limit=3", "actor", "scope", "outcome", "client"))
                .containsExactly(
                        "administrator everywhere nothing_left operations",
                        "administrator everywhere session_ended operations",
                        "person everywhere session_ended null");

        TestBrowser.signedIn(server, "carol");
        server.clock().setAheadBy(Duration.ofHours(3));
        server.bean(ExpiryJob.class).sweep();
        assertThat(columns("?subject=carols-subject&limit=1", "actor", "way", "scope", "reason"))
                .containsExactly("clock limit sso session_timeout");
    }

    @Test
    @DisplayName("SEC-24, invariant 2: the event is committed together with what it tells of, or not at all")
    void the_event_is_in_the_transaction() {
        int step = 1;
        boolean broke = true;

        while (broke) {
            nothingHappenedYet();
            var alice = TestBrowser.signedIn(server, "alice");
            String sid = TestClient.SHOP.tokens(server, alice).sid();
            server.faults().failAtStatement(step++);
            alice.get("/logout?client_id=shop");
            broke = server.faults().heal();

            assertThat(events("?sid=" + sid)).as("step " + step).hasSize(alice.isSignedIn() ? 0 : 1);
        }
        assertThat(step).isGreaterThan(3);
    }

    @Test
    @DisplayName("Operators ask by subject, session, client and time, page by page; nobody else asks at all")
    void operators_ask() {
        List<String> sids = new ArrayList<>();
        for (int hours = 0; hours < 3; hours++) {
            server.clock().setAheadBy(Duration.ofHours(hours));
            var alice = TestBrowser.signedIn(server, "alice");
            sids.addFirst(TestClient.SHOP.tokens(server, alice).sid());
            alice.get("/logout?client_id=" + (hours == 1 ? "news" : "shop"));
        }
        String between = "?from=" + server.clock().instant().minus(Duration.ofMinutes(90)) + "&until="
                + server.clock().instant().minus(Duration.ofMinutes(30));

        assertThat(columns("", "sid")).containsExactlyElementsOf(sids);
        assertThat(columns("?client=news", "sid")).containsExactly(sids.get(1));
        assertThat(columns("?sid=" + sids.get(2), "sid")).containsExactly(sids.get(2));
        assertThat(columns(between, "sid")).containsExactly(sids.get(1));
        assertThat(columns("?subject=nobody%27--", "sid")).isEmpty();
        Object next = Objects.requireNonNull(TestClient.json(ask("?limit=2")).get("next"));
        assertThat(columns("?limit=2&before=" + next, "sid")).containsExactly(sids.get(2));
        assertThat(TestClient.json(ask("?limit=2&before=" + next)).get("next")).isNull();
        assertThat(List.of("?limit=0", "?limit=1001", "?from=yesterday", "?before=x"))
                .allSatisfy(question ->
                        assertThat(ask(question).statusCode()).as(question).isEqualTo(400));
        assertThat(new TestBrowser(server).get("/actuator/audit").statusCode()).isNotEqualTo(200);
        assertThat(send(HttpRequest.newBuilder(endpoint("")).header("Origin", "https://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(HttpRequest.newBuilder(endpoint("")).DELETE()).statusCode())
                .isEqualTo(405);
    }

    @Test
    @DisplayName(
            "A sign-in, a failed one, a changed password, an enabled account and a consent are events without a scope")
    void actions_that_end_nothing_are_events() {
        var bob = TestBrowser.signedIn(server, "bob");
        String subject =
                server.column("account where username = 'bob'", "subject").getFirst();
        var wrong = new TestBrowser(server);
        Map<String, String> form = wrong.signInForm("bob");
        form.put("password", "not-bobs-password");
        wrong.post("/login", form);
        form.put("username", "nobody-has-this-name");
        wrong.post("/login", form);
        Map<String, String> password = TestBrowser.fields(bob.get("/password"), "/password");
        password.putAll(Map.of(
                "current", TestClient.password("bob"),
                "new", "another-password-of-bob",
                "again", "another-password-of-bob"));
        bob.post("/password", password);
        admin("POST", "/api/admin/subjects/" + subject + "/disable");
        form.putAll(Map.of("username", "bob", "password", "another-password-of-bob"));
        wrong.post("/login", form);
        admin("POST", "/api/admin/subjects/" + subject + "/enable");

        assertThat(server.column(
                        "audit_event where outcome not in ('session_ended', 'tokens_revoked', 'nothing_left') order by id",
                        "actor || ' ' || way || ' ' || outcome || coalesce(' ' || reason, '') || coalesce(' ' || client_id, '')"
                                + " || coalesce(' ' || scope, '')"))
                .containsExactly(
                        "person sign_in signed_in",
                        "person sign_in sign_in_failed wrong_password",
                        "person password_change password_changed",
                        "person sign_in sign_in_failed disabled",
                        "administrator api account_enabled operations");
        assertThat(columns("?outcome=sign_in_failed", "subject", "scope", "reason"))
                .containsExactly(subject + " null disabled", subject + " null wrong_password");
        assertThat(String.join("\n", rows())).doesNotContain("not-bobs-password", "nobody-has-this-name");
    }

    @Test
    @DisplayName("Events are kept for ninety days, longer than the sessions that they tell of, and then forgotten")
    void old_events_are_forgotten() {
        var alice = TestBrowser.signedIn(server, "alice");
        alice.get("/logout?client_id=shop");

        server.clock().setAheadBy(Duration.ofDays(89));
        server.bean(RetentionJob.class).purge();
        assertThat(rows()).hasSize(1);
        server.clock().setAheadBy(Duration.ofDays(91));
        server.bean(RetentionJob.class).purge();
        assertThat(rows()).isEmpty();
    }

    private int admin(String method, String path) {
        HttpResponse<String> token = new TestBrowser(server)
                .post(
                        "/oauth2/token",
                        Map.of(
                                "grant_type", "client_credentials",
                                "scope", "exeunt.admin",
                                "client_id", "operations",
                                "client_secret", "operations-secret-only-for-this-test"));
        return new TestBrowser(server)
                .send(method, path, "Authorization", "Bearer " + TestClient.json(token, "access_token"))
                .statusCode();
    }

    /** Sign-ins are events, too, and precede each logout of these tests. */
    private void forgetSignIns() {
        server.jdbc().sql("delete from audit_event where outcome = 'signed_in'").update();
    }

    private List<String> rows() {
        forgetSignIns();
        return server.jdbc()
                .sql("select * from audit_event")
                .query((row, _) -> {
                    var line = new StringBuilder();
                    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                        line.append(row.getString(column)).append(' ');
                    }
                    return line.toString();
                })
                .list();
    }

    /** These values of each event, the latest first. */
    private List<String> columns(String question, String... names) {
        return events(question).stream()
                .map(event -> String.join(
                        " ",
                        List.of(names).stream()
                                .map(name -> String.valueOf(event.get(name)))
                                .toList()))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> events(String question) {
        HttpResponse<String> answer = ask(question);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return (List<Map<String, Object>>)
                Objects.requireNonNull(TestClient.json(answer).get("events"));
    }

    private HttpResponse<String> ask(String question) {
        forgetSignIns();
        return send(HttpRequest.newBuilder(endpoint(question)));
    }

    private URI endpoint(String question) {
        return URI.create("http://127.0.0.1:" + server.managementPort() + "/actuator/audit" + question);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
