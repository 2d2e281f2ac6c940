package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.logout.automatic.ExpiryJob;
import org.exeunt.idp.logout.retention.RetentionJob;
import org.exeunt.idp.token.TokenHash;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** What is over is forgotten after a while, and nothing else is. */
@TestInstance(Lifecycle.PER_CLASS)
@OnEachDatabase
class RetentionTests {

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(
                database.freshUrl(), "--exeunt.clients.shop.back-channel-logout-uri=https://shop.invalid/logout");
    }

    @BeforeEach
    void beginAnew() {
        server.clock().setAheadBy(Duration.ZERO);
        for (String table : List.of(
                "sso_session",
                "session_participant",
                "spring_session",
                "logout_confirmation",
                "logout_receipt",
                "logout_notification",
                "oauth2_authorization",
                "sign_in_attempt",
                "lease")) {
            server.jdbc().sql("delete from " + table).update();
        }
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("System D: ended sessions, dead tokens, settled notifications and old questions go after seven days")
    void ended_rows_are_deleted_after_seven_days() {
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);
        Tokens offline = TestClient.MOBILE.tokens(server, alice, "openid offline_access");
        alice.get("/connect/logout");
        alice.get("/logout?client_id=shop");
        settle("gave_up");
        new TestBrowser(server).get("/login");
        Map<String, Integer> before = counts();

        server.clock().setAheadBy(Duration.ofDays(6));
        purge();
        Map<String, Integer> afterSixDays = counts();
        server.clock().setAheadBy(Duration.ofDays(8));
        purge();

        assertThat(before).containsEntry("sso_session", 1).containsEntry("session_participant", 2);
        assertThat(afterSixDays)
                .as("what people and replays still need")
                .containsEntry("sso_session", 1)
                .containsEntry("session_participant", 2)
                .containsEntry("oauth2_authorization", before.get("oauth2_authorization"))
                .containsEntry("oauth2_token", before.get("oauth2_token"))
                .containsEntry("logout_notification", 1)
                .containsEntry("logout_confirmation", 0)
                .containsEntry("logout_receipt", 0)
                .containsEntry("spring_session", 0);
        assertThat(counts())
                .containsEntry("sso_session", 0)
                .containsEntry("session_participant", 0)
                .containsEntry("oauth2_authorization", 1)
                .containsEntry("oauth2_token", 1)
                .containsEntry("logout_notification", 0);
        assertThat(Tokens.of(TestClient.MOBILE.refresh(server, offline.refresh()))
                        .access())
                .as("the telephone goes on")
                .isNotBlank();
    }

    @Test
    @DisplayName("System D: what lives, and what is still owed, stays however old it is")
    void live_sessions_and_pending_notifications_stay() {
        server.clock().setAheadBy(Duration.ofDays(-30));
        var gone = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, gone);
        gone.get("/logout?client_id=shop");
        settle("pending");
        server.clock().setAheadBy(Duration.ZERO);
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        purge();

        assertThat(counts()).containsEntry("sso_session", 1).containsEntry("logout_notification", 1);
        assertThat(TestClient.isOk(TestClient.SHOP.refresh(server, tokens.refresh())))
                .isTrue();
        assertThat(alice.isSignedIn()).isTrue();
    }

    // A13
    @Test
    @DisplayName("A device code that was not used goes minutes after it expired, and what a used one gave stays")
    void unused_device_codes_are_deleted_when_they_expired() {
        Map<String, Object> used = device();
        device();
        server.jdbc()
                .sql("""
                        insert into oauth2_token (hash, authorization_id, kind, scopes, issued_at, expires_at)
                        select 'token', authorization_id, 'ACCESS_TOKEN', '', issued_at, expires_at
                        from oauth2_token where hash = :hash
                        """)
                .param(
                        "hash",
                        TokenHash.of(String.valueOf(used.get("device_code"))).value())
                .update();

        server.clock().setAheadBy(Duration.ofMinutes(14));
        purge();
        Map<String, Integer> whileDevicesPoll = counts();
        server.clock().setAheadBy(Duration.ofMinutes(16));
        Map<String, Integer> removed = purge();

        assertThat(whileDevicesPoll).containsEntry("oauth2_authorization", 2);
        assertThat(removed).containsEntry("device-codes", 1);
        assertThat(counts()).containsEntry("oauth2_authorization", 1).containsEntry("oauth2_token", 3);
    }

    private Map<String, Object> device() {
        return TestClient.json(
                TestClient.MOBILE.call(server, "/oauth2/device_authorization", Map.of("scope", "profile")));
    }

    @Test
    @DisplayName("System D: thousands of rows go in batches, also when two nodes begin at once")
    void thousands_go_in_batches() {
        int many = 1234;
        var now = server.clock().instant().atOffset(ZoneOffset.UTC);
        for (int sid = 0; sid < many; sid++) {
            server.jdbc().sql("""
                            insert into sso_session (sid, subject, started_at, authenticated_at, last_seen_at, expires_at,
                                absolute_expires_at, ended_at, end_reason)
                            values (:sid, 'x', :now, :now, :now, :now, :now, :now, 'user_logout')
                            """).param("sid", "old-" + sid).param("now", now).update();
        }
        server.clock().setAheadBy(Duration.ofDays(8));
        RetentionJob purge = server.bean(RetentionJob.class);

        List<Map<String, Integer>> removed = ConcurrentRequests.call(List.of(purge::purge, purge::purge));

        assertThat(removed.stream()
                        .mapToInt(rows -> rows.getOrDefault("sessions", 0))
                        .sum())
                .isEqualTo(many);
        assertThat(counts()).containsEntry("sso_session", 0);
    }

    @Test
    @DisplayName("System D: one node at a time, and the work of a node that died is taken over")
    void one_node_at_a_time() {
        server.jdbc()
                .sql("insert into lease (name, expires_at) values ('purge', :later)")
                .param("later", server.clock().instant().plusSeconds(300).atOffset(ZoneOffset.UTC))
                .update();

        Map<String, Integer> whileAnotherIsAtIt = purge();
        server.clock().setAheadBy(Duration.ofSeconds(301));
        Map<String, Integer> afterIt = purge();

        assertThat(whileAnotherIsAtIt).isEmpty();
        assertThat(afterIt).isNotEmpty();
        assertThat(purge()).as("the lease was given back").isNotEmpty();
    }

    @Test
    @DisplayName("System D: it goes by itself, and as the configuration says")
    void it_goes_by_itself() {
        try (var own = RunningServer.start(
                database.freshUrl(), "--exeunt.retention.interval=20ms", "--exeunt.retention.sessions=1h")) {
            var alice = TestBrowser.signedIn(own, "alice");
            alice.get("/logout?client_id=shop");
            TestBrowser.signedIn(own, "bob");
            // An hour after the idle limit, which is at two hours.
            own.clock().setAheadBy(Duration.ofMinutes(181));

            await().untilAsserted(() ->
                    assertThat(own.column("sso_session", "end_reason")).containsExactly("null"));
        }
    }

    private Map<String, Integer> purge() {
        server.bean(ExpiryJob.class).sweep();
        return server.bean(RetentionJob.class).purge();
    }

    /** As if the app had been told, or not, however far the attempts are. */
    private void settle(String state) {
        server.jdbc()
                .sql("""
                        update logout_notification set state = :state, attempts = attempts + 100, due_at = null,
                            settled_at = cast(:at as timestamp(6) with time zone)
                        """)
                .param("state", state)
                .param(
                        "at",
                        state.equals("pending")
                                ? null
                                : server.clock().instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private Map<String, Integer> counts() {
        Map<String, Integer> counts = new HashMap<>();
        for (String table : List.of(
                "sso_session",
                "session_participant",
                "spring_session",
                "logout_confirmation",
                "logout_receipt",
                "logout_notification",
                "oauth2_authorization",
                "oauth2_token")) {
            counts.put(
                    table,
                    server.jdbc()
                            .sql("select count(*) from " + table)
                            .query(Integer.class)
                            .single());
        }
        return counts;
    }
}
