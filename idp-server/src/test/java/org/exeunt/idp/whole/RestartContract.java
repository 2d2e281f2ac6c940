package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What was there before a restart is there after it. */
abstract class RestartContract {

    private static final String SIGNED_OUT = "http://localhost:8080/signed-out";

    private final TestDatabase database;

    RestartContract(TestDatabase database) {
        this.database = database;
    }

    @Test
    @DisplayName("CVE-07: sessions, tokens and hints survive a restart, and dead ones stay dead")
    void sessions_tokens_and_hints_survive_a_restart() {
        String url = database.freshUrl();
        String cookie;
        Tokens tokens;
        Tokens dead;
        long people;
        try (var before = RunningServer.start(url)) {
            var alice = TestBrowser.signedIn(before, "alice");
            tokens = TestClient.SHOP.tokens(before, alice);
            dead = TestClient.NEWS.tokens(before, alice);
            TestClient.NEWS.revoke(before, dead.access());
            cookie = "exeunt=" + alice.sessionCookie().orElseThrow();
            people = accounts(before);
        }

        try (var after = RunningServer.start(url)) {
            var alice = new TestBrowser(after);
            var home = alice.get("/", "Cookie", cookie);
            int userinfo = TestClient.userinfo(after, tokens.access());
            Tokens refreshed = Tokens.of(TestClient.SHOP.refresh(after, tokens.refresh()));
            var logout = alice.get(
                    "/connect/logout?id_token_hint=" + tokens.id() + "&post_logout_redirect_uri=" + SIGNED_OUT,
                    "Cookie",
                    cookie);

            assertThat(home.body()).contains("Alice Adams");
            assertThat(userinfo).isEqualTo(200);
            assertThat(TestClient.NEWS.refresh(after, dead.refresh()).statusCode())
                    .isEqualTo(400);
            assertThat(TestBrowser.location(logout)).isEqualTo(SIGNED_OUT);
            assertThat(alice.get("/", "Cookie", cookie).body()).doesNotContain("Alice Adams");
            assertThat(TestClient.userinfo(after, refreshed.access())).isEqualTo(401);
            assertThat(accounts(after)).isEqualTo(people);
        }
    }

    private static long accounts(RunningServer server) {
        return server.jdbc()
                .sql("select count(*) from account")
                .query(Long.class)
                .single();
    }
}
