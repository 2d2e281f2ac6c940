package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From when on a client takes part in a session, and so learns its subject, its sid and its end (fault A5). */
@OnEachDatabase
class SessionParticipationTests {

    private static final String[] IMAGE = {
        "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image"
    };

    private final RunningServer server;

    SessionParticipationTests(TestDatabase database) {
        server = RunningServer.shared(database);
    }

    @Test
    @DisplayName("A client takes part once it has tokens, not when a question is pending or a code was issued")
    void a_client_takes_part_once_it_has_tokens() {
        try (var asking = RunningServer.start(
                TestDatabase.H2.freshUrl(),
                "--exeunt.clients.news.require-consent=true",
                "--exeunt.clients.mobile.require-consent=true")) {
            var alice = TestBrowser.signedIn(asking, "alice");
            String sid = TestClient.SHOP.tokens(asking, alice).sid();

            var question = alice.get(TestClient.NEWS.authorizationUrl("openid profile"));
            List<String> whileAsked = participants(asking, sid);
            var status = alice.get("/session?client_id=news", "Origin", TestClient.NEWS.origin());
            var granted = alice.post(
                    "/oauth2/authorize",
                    Map.of(
                            "client_id", "news",
                            "state",
                                    TestBrowser.query(TestBrowser.location(question))
                                            .getOrDefault("state", ""),
                            "scope", "profile",
                            "answer", "allow"));
            List<String> withACode = participants(asking, sid);
            var redeemed = TestClient.NEWS.redeem(asking, TestClient.code(granted));

            assertThat(TestBrowser.location(question)).contains("/oauth2/consent");
            assertThat(whileAsked).containsExactly("shop");
            assertThat(status.body()).doesNotContain(sid, "\"sub\"");
            assertThat(withACode).containsExactly("shop");
            assertThat(Tokens.of(redeemed).sid()).isEqualTo(sid);
            assertThat(participants(asking, sid)).containsExactly("shop", "news");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "script", "empty"})
    @DisplayName(
            "A tag or a script on a foreign page that asks for a code gets none, also if the browser sends the session's cookie")
    void a_tag_gets_no_code(String destination) {
        var alice = TestBrowser.signedIn(server, "alice");
        String sid = TestClient.SHOP.tokens(server, alice).sid();
        int before = server.column("oauth2_authorization", "id").size();
        String[] tag = IMAGE.clone();
        tag[5] = destination;

        var code = alice.get(TestClient.NEWS.authorizationUrl("openid"), tag);
        var silent = alice.get(TestClient.NEWS.authorizationUrl("openid") + "&prompt=none", tag);

        assertThat(code.statusCode()).isEqualTo(401);
        assertThat(TestBrowser.query(TestBrowser.location(silent))).containsEntry("error", "login_required");
        assertThat(server.column("oauth2_authorization", "id")).hasSize(before);
        assertThat(participants(server, sid)).containsExactly("shop");
        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("Where the browser does not tell a tag from a navigation, the code makes nobody a participant")
    void a_code_for_a_tag_makes_nobody_a_participant() {
        var alice = TestBrowser.signedIn(server, "alice");
        String sid = TestClient.SHOP.tokens(server, alice).sid();

        String code = TestClient.NEWS.code(alice);

        assertThat(participants(server, sid)).containsExactly("shop");
        alice.get("/logout?client_id=shop");
        assertThat(TestClient.NEWS.redeem(server, code).body()).contains("invalid_grant");
        assertThat(participants(server, sid)).containsExactly("shop");
    }

    private static List<String> participants(RunningServer server, String sid) {
        return server.jdbc()
                .sql("select client_id from session_participant where sid = :sid order by joined_at")
                .param("sid", sid)
                .query((row, _) -> String.valueOf(row.getString(1)))
                .list();
    }
}
