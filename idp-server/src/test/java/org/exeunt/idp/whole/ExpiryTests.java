package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.exeunt.idp.logout.automatic.ExpiryJob;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** What time does to sessions, tokens, hints and questions. */
@TestInstance(Lifecycle.PER_CLASS)
@OnEachDatabase
class ExpiryTests {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(database.freshUrl());
    }

    @BeforeEach
    void setTheClock() {
        server.clock().setAheadBy(Duration.ZERO);
        // Counted in another test's future.
        server.jdbc().sql("delete from sign_in_attempt").update();
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    @Test
    @DisplayName(
            "SEC-22, SEC-23: a session lasts twelve hours however busy it is, and after it nothing can be got from it")
    void a_session_lasts_twelve_hours() {
        // Tokens are issued by the system's clock: they are good for four minutes more when the session's time is over.
        server.clock().setAheadBy(Duration.ofHours(-12));
        var alice = TestBrowser.signedIn(server, "alice");
        for (int hour = 11; hour > 0; hour--) {
            server.clock().setAheadBy(Duration.ofHours(-hour));
            alice.get("/");
        }

        server.clock().setAheadBy(A_MINUTE.negated());
        boolean shortlyBefore = alice.isSignedIn();
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        String code = TestClient.NEWS.code(alice, "openid");
        boolean accepted = TestClient.isAccepted(server, tokens.access());
        server.clock().setAheadBy(A_MINUTE);

        assertThat(shortlyBefore).isTrue();
        assertThat(accepted).isTrue();
        assertThat(alice.isSignedIn()).isFalse();
        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
        assertThat(TestClient.SHOP.introspects(server, tokens.access())).isFalse();
        assertThat(TestClient.SHOP.introspects(server, tokens.refresh())).isFalse();
        assertThat(TestClient.SHOP.refresh(server, tokens.refresh()).statusCode())
                .isEqualTo(400);
        assertThat(TestClient.NEWS.redeem(server, code).statusCode()).isEqualTo(400);
        assertThat(alice.get("/session?client_id=shop", "Origin", TestClient.SHOP.origin())
                        .body())
                .contains("\"session\":null");
    }

    @Test
    @DisplayName(
            "System D, time-outs, SEC-22: who does nothing for two hours is signed out, and nothing brings the session back")
    void an_idle_session_ends() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        server.clock().setAheadBy(Duration.ofMinutes(118));
        boolean backInTime = alice.isSignedIn();
        server.clock().setAheadBy(Duration.ofMinutes(118 + 119));
        boolean byRefresh = TestClient.isOk(TestClient.SHOP.refresh(server, tokens.refresh()));
        server.clock().setAheadBy(Duration.ofMinutes(118 + 119 + 119));
        boolean stillThere = alice.isSignedIn();
        server.clock().setAheadBy(Duration.ofMinutes(118 + 119 + 119 + 121));
        alice.get("/");
        alice.get("/login");

        assertThat(backInTime).isTrue();
        assertThat(byRefresh).as("an app that refreshes is used").isTrue();
        assertThat(stillThere).isTrue();
        assertThat(alice.isSignedIn()).isFalse();
        assertThat(alice.get("/").body()).doesNotContain("Alice Adams");
    }

    @Test
    @DisplayName("System D, time-outs: a script that asks again and again keeps nobody signed in")
    void a_script_that_polls_extends_no_session() {
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);

        boolean[] connected = new boolean[9];
        for (int quarter = 1; quarter <= connected.length; quarter++) {
            server.clock().setAheadBy(Duration.ofMinutes(15L * quarter));
            connected[quarter - 1] = alice.get("/session?client_id=shop", "Origin", TestClient.SHOP.origin())
                    .body()
                    .contains("connected");
        }

        assertThat(connected).containsExactly(true, true, true, true, true, true, true, false, false);
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    void being_seen_again_within_a_minute_costs_no_write() {
        var alice = TestBrowser.signedIn(server, "alice");
        String sid = TestClient.SHOP.tokens(server, alice).sid();
        String signedIn = row(sid);

        server.clock().setAheadBy(Duration.ofSeconds(50));
        alice.get("/");
        alice.isSignedIn();
        String withinTheMinute = row(sid);
        server.clock().setAheadBy(Duration.ofSeconds(70));
        alice.get("/");

        assertThat(withinTheMinute).isEqualTo(signedIn);
        assertThat(row(sid)).isNotEqualTo(signedIn);
    }

    @Test
    @DisplayName(
            "System D, time-outs: the sweeper ends what is past its limit as a logout does, once, and leaves the rest alone")
    void the_sweeper_ends_what_is_past_its_limit() {
        try (var shop = new TestBackChannel()) {
            var own = RunningServer.start(
                    database.freshUrl(), "--exeunt.clients.shop.back-channel-logout-uri=" + shop.uri("/"));
            try (own) {
                var away = TestBrowser.signedIn(own, "alice");
                Tokens tokens = TestClient.SHOP.tokens(own, away);
                Tokens offline = TestClient.MOBILE.tokens(own, away, "openid offline_access");
                var signedOut = TestBrowser.signedIn(own, "bob");
                signedOut.get("/logout?client_id=shop");
                var busy = TestBrowser.signedIn(own, "bob");
                own.clock().setAheadBy(Duration.ofMinutes(90));
                busy.get("/");
                own.clock().setAheadBy(Duration.ofMinutes(121));
                ExpiryJob sweeper = own.bean(ExpiryJob.class);

                List<Integer> ended = ConcurrentRequests.call(List.of(sweeper::sweep, sweeper::sweep, sweeper::sweep));
                int again = sweeper.sweep();

                assertThat(ended.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
                assertThat(again).isZero();
                assertThat(shop.received().claims()).containsEntry("sid", tokens.sid());
                assertThat(own.column("sso_session", "end_reason"))
                        .containsExactlyInAnyOrder("session_timeout", "user_logout", "null");
                assertThat(own.column("spring_session", "principal_name")).doesNotContain(tokens.sid());
                assertThat(busy.isSignedIn()).isTrue();
                own.clock().setAheadBy(Duration.ZERO);
                assertThat(away.isSignedIn())
                        .as("also by a clock that is behind")
                        .isFalse();
                assertThat(TestClient.isAccepted(own, tokens.access())).isFalse();
                assertThat(TestClient.isOk(TestClient.MOBILE.refresh(own, offline.refresh())))
                        .as("the phone may stay")
                        .isTrue();
                assertThat(shop.waiting()).isZero();
            }
        }
    }

    @Test
    @DisplayName("System D, time-outs: limits are what the configuration says, and the server looks by itself")
    void limits_are_configured() {
        try (var own = RunningServer.start(
                database.freshUrl(),
                "--exeunt.session.lifetime=30m",
                "--exeunt.session.idle-timeout=10m",
                "--exeunt.session.sweep-interval=20ms")) {
            var idle = TestBrowser.signedIn(own, "alice");
            var busy = TestBrowser.signedIn(own, "bob");

            own.clock().setAheadBy(Duration.ofMinutes(9));
            busy.get("/");
            own.clock().setAheadBy(Duration.ofMinutes(11));

            await().untilAsserted(() -> assertThat(own.column("sso_session", "end_reason"))
                    .containsExactlyInAnyOrder("session_timeout", "null"));
            assertThat(idle.isSignedIn()).isFalse();
            assertThat(busy.isSignedIn()).isTrue();
            own.clock().setAheadBy(Duration.ofMinutes(20));
            busy.get("/");
            own.clock().setAheadBy(Duration.ofMinutes(29));
            assertThat(busy.isSignedIn()).isTrue();
            own.clock().setAheadBy(Duration.ofMinutes(31));
            assertThat(busy.isSignedIn()).isFalse();
        }
    }

    private String row(String sid) {
        return server.jdbc()
                .sql("select last_seen_at, expires_at from sso_session where sid = :sid")
                .param("sid", sid)
                .query((row, _) -> row.getString(1) + " " + row.getString(2))
                .single();
    }

    @Test
    @DisplayName("RPI-11, RPI-41, LEG-17: who signs out of an expired session is sent on as if it had lived")
    void an_expired_session_can_be_signed_out_of() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        server.clock().setAheadBy(Duration.ofDays(3));
        HttpResponse<String> byHint = alice.get("/connect/logout?id_token_hint=" + tokens.id()
                + "&post_logout_redirect_uri=" + TestClient.SHOP.signedOut());
        HttpResponse<String> byClient = alice.get("/logout?client_id=shop&redirect_uri=" + TestClient.SHOP.signedOut());
        HttpResponse<String> byScript = TestClient.SHOP.sdkLogout(alice);

        assertThat(TestBrowser.location(byHint)).isEqualTo(TestClient.SHOP.signedOut());
        assertThat(TestBrowser.location(byClient)).isEqualTo(TestClient.SHOP.signedOut());
        assertThat(byScript.body()).contains("\"ended\":false");
    }

    @Test
    @DisplayName("CVE-15: a sign-in after an expired session starts a new one")
    void a_sign_in_after_an_expired_session_starts_a_new_one() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens before = TestClient.SHOP.tokens(server, alice);

        server.clock().setAheadBy(Duration.ofHours(13));
        alice.signIn("alice");
        Tokens after = TestClient.SHOP.tokens(server, alice);

        assertThat(after.sid()).isNotEqualTo(before.sid());
        assertThat(TestClient.isAccepted(server, before.access())).isFalse();
    }

    @Test
    @DisplayName("INT-06, LEG-23, REV-10: an access token lasts five minutes, and giving it back late is no harm")
    void an_access_token_lasts_five_minutes() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        server.clock().setAheadBy(Duration.ofMinutes(4));
        boolean shortlyBefore = TestClient.isAccepted(server, tokens.access());
        server.clock().setAheadBy(Duration.ofMinutes(6));
        boolean shortlyAfter = TestClient.isAccepted(server, tokens.access());
        HttpResponse<String> apiLogout =
                new TestBrowser(server).get("/api/2/logout", "Authorization", "Bearer " + tokens.access());
        HttpResponse<String> introspected = TestClient.SHOP.introspect(server, tokens.access());
        Tokens refreshed = Tokens.of(TestClient.SHOP.refresh(server, tokens.refresh()));
        HttpResponse<String> revoked = TestClient.SHOP.revoke(server, tokens.access());

        assertThat(shortlyBefore).isTrue();
        assertThat(shortlyAfter).isFalse();
        assertThat(apiLogout.statusCode()).isEqualTo(401);
        assertThat(TestClient.json(introspected)).containsOnlyKeys("active").containsEntry("active", false);
        assertThat(revoked.statusCode()).isEqualTo(200);
        assertThat(TestClient.SHOP.refresh(server, refreshed.refresh()).statusCode())
                .as("an expired access token still names its authorization")
                .isEqualTo(400);
    }

    @Test
    @DisplayName("RAC-14: a code lasts a minute and a refresh token thirty days, also offline")
    void codes_and_refresh_tokens_run_out() {
        server.clock().setAheadBy(Duration.ofDays(-31));
        var monthAgo = TestBrowser.signedIn(server, "alice");
        Tokens offline = TestClient.MOBILE.tokens(server, monthAgo, "openid offline_access");
        server.clock().setAheadBy(Duration.ZERO);

        HttpResponse<String> tooLate = TestClient.MOBILE.refresh(server, offline.refresh());

        assertThat(tooLate.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(tooLate, "error")).isEqualTo("invalid_grant");
    }

    @Test
    @DisplayName("RPI-14, RPI-17: a question can be answered an hour later, and not the day after")
    void a_question_can_be_answered_an_hour_later() {
        var alice = TestBrowser.signedIn(server, "alice");
        server.clock().setAheadBy(Duration.ofHours(-3));
        String asked = TestBrowser.hidden(alice.get("/connect/logout"), "confirmation");
        String forgotten = TestBrowser.hidden(alice.get("/connect/logout"), "confirmation");

        server.clock().setAheadBy(Duration.ofHours(22));
        var bob = TestBrowser.signedIn(server, "bob");
        HttpResponse<String> dayAfter = alice.copyFor(server).post("/logout/confirmation", yes(forgotten));
        HttpResponse<String> ofAnother = bob.post("/logout/confirmation", yes(forgotten));
        server.clock().setAheadBy(Duration.ofHours(-2));
        HttpResponse<String> hourLater = alice.post("/logout/confirmation", yes(asked));

        assertThat(TestBrowser.location(dayAfter)).isEmpty();
        assertThat(ofAnother.statusCode()).isEqualTo(400);
        assertThat(bob.get("/").body()).contains("Bob Brown");
        assertThat(hourLater.statusCode()).isEqualTo(200);
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName(
            "The sweeper ends any number at once, also of one limit, and later finds those that came due meanwhile")
    void the_sweeper_ends_any_number() {
        try (var own = RunningServer.start(database.freshUrl())) {
            ExpiryJob sweeper = own.bean(ExpiryJob.class);
            overdue(own, "same", 230, _ -> 3600);
            overdue(own, "each", 230, number -> 3600 + number);

            assertThat(sweeper.sweep()).isEqualTo(460);
            assertThat(sweeper.sweep()).isZero();
            overdue(own, "soon", 101, _ -> 30);
            assertThat(sweeper.sweep()).isEqualTo(101);
            assertThat(own.column("sso_session", "end_reason")).hasSize(561).containsOnly("session_timeout");
        }
    }

    private static void overdue(RunningServer server, String prefix, int count, IntUnaryOperator seconds) {
        for (int number = 0; number < count; number++) {
            OffsetDateTime limit = server.clock()
                    .instant()
                    .minusSeconds(seconds.applyAsInt(number))
                    .truncatedTo(ChronoUnit.SECONDS)
                    .atOffset(ZoneOffset.UTC);
            server.jdbc()
                    .sql("""
                            insert into sso_session (sid, subject, authenticated_at, started_at, last_seen_at, expires_at,
                                absolute_expires_at)
                            values (:sid, 'somebody', :limit, :limit, :limit, :limit, :limit)
                            """)
                    .param("sid", prefix + number)
                    .param("limit", limit)
                    .update();
        }
    }

    private static String yes(String confirmation) {
        return "answer=sign-out&confirmation=" + confirmation;
    }
}
