package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.OffsetDateTime;
import java.util.List;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What was there before a restart is there after it. */
@OnEachDatabase
class RestartTests {

    private static final String SIGNED_OUT = "http://localhost:8080/signed-out";

    private final TestDatabase database;

    RestartTests(TestDatabase database) {
        this.database = database;
    }

    @Test
    @DisplayName("CVE-07: sessions, tokens and hints survive a restart, and dead ones stay dead")
    void sessions_tokens_and_hints_survive_a_restart() {
        String url = database.freshUrl();
        String cookie;
        Tokens tokens;
        Tokens dead;
        try (var before = RunningServer.start(url)) {
            var alice = TestBrowser.signedIn(before, "alice");
            tokens = TestClient.SHOP.tokens(before, alice);
            dead = TestClient.NEWS.tokens(before, alice);
            TestClient.NEWS.revoke(before, dead.access());
            cookie = "exeunt=" + alice.sessionCookie().orElseThrow();
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
        }
    }

    @Test
    @DisplayName("OIDCC-5.1: what the configuration says anew of a person is known after a start, and dated")
    void accounts_follow_the_configuration() {
        String url = database.freshUrl();
        Object ofAlice;
        Object ofBob;
        try (var before = RunningServer.start(url)) {
            ofAlice = updatedAt(before, "alice");
            ofBob = updatedAt(before, "bob");
        }

        try (var after = RunningServer.start(url, "--exeunt.accounts.bob.nickname=Bobby")) {
            var bob = TestBrowser.signedIn(after, "bob");
            String access = TestClient.SHOP.tokens(after, bob).access();
            var userinfo = new TestBrowser(after).get("/userinfo", "Authorization", "Bearer " + access);

            assertThat(TestClient.json(userinfo)).containsEntry("nickname", "Bobby");
            assertThat(updatedAt(after, "alice")).isEqualTo(ofAlice);
            assertThat(updatedAt(after, "bob")).isNotEqualTo(ofBob);
        }
    }

    private static Object updatedAt(RunningServer server, String username) {
        return server.jdbc()
                .sql("select updated_at from account where username = :username")
                .param("username", username)
                .query(OffsetDateTime.class)
                .single();
    }

    @Test
    @DisplayName(
            "RAC-12, SEC-11: an open question and an offline authorization outlive a restart, and what ended stays ended")
    void an_open_question_outlives_a_restart() {
        String url = database.freshUrl();
        TestBrowser alice;
        TestBrowser signedOut;
        String question;
        Tokens offline;
        Tokens ended;
        String keys;
        try (var before = RunningServer.start(url)) {
            alice = TestBrowser.signedIn(before, "alice");
            offline = TestClient.MOBILE.tokens(before, alice, "openid offline_access");
            question = TestBrowser.hidden(
                    alice.get(
                            "/logout?client_id=shop&redirect_uri=" + TestClient.SHOP.signedOut() + "&state=s",
                            "Sec-Fetch-Site",
                            "cross-site"),
                    "confirmation");
            var gone = TestBrowser.signedIn(before, "bob");
            ended = TestClient.MOBILE.tokens(before, gone);
            signedOut = gone.copyFor(before);
            gone.get("/logout?client_id=shop");
            keys = gone.get("/oauth2/jwks").body();
        }

        try (var after = RunningServer.start(url)) {
            var aliceNow = alice.copyFor(after);
            boolean signedInBefore = aliceNow.isSignedIn();
            HttpResponse<String> answered =
                    aliceNow.post("/logout/confirmation", "answer=sign-out&confirmation=" + question);

            assertThat(signedInBefore).isTrue();
            assertThat(TestBrowser.location(answered)).isEqualTo(TestClient.SHOP.signedOut() + "?state=s");
            assertThat(aliceNow.isSignedIn()).isFalse();
            assertThat(TestClient.isOk(TestClient.MOBILE.refresh(after, offline.refresh())))
                    .isTrue();
            assertThat(signedOut.copyFor(after).isSignedIn()).isFalse();
            assertThat(TestClient.isAccepted(after, ended.access())).isFalse();
            assertThat(TestClient.MOBILE.refresh(after, ended.refresh()).statusCode())
                    .isEqualTo(400);
            assertThat(aliceNow.get("/oauth2/jwks").body()).isEqualTo(keys);
        }
    }

    @Test
    void starting_again_seeds_nothing_twice_and_changes_no_password() {
        String url = database.freshUrl();
        List<String> people;
        List<String> clients;
        try (var before = RunningServer.start(url)) {
            people = before.column("account", "subject || username || password_hash");
            clients = before.column("relying_party", "client_id || secret_hash");
        }

        try (var after = RunningServer.start(url)) {
            assertThat(after.column("account", "subject || username || password_hash"))
                    .containsExactlyInAnyOrderElementsOf(people);
            assertThat(after.column("relying_party", "client_id || secret_hash"))
                    .containsExactlyInAnyOrderElementsOf(clients);
            assertThat(after.column("signing_key", "generation")).hasSize(1);
        }
    }
}
