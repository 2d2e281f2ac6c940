package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpResponse;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** PostgreSQL commits, and its answer is lost on the way to the server (fault D24). */
@TestInstance(Lifecycle.PER_CLASS)
class LostAnswerTests {

    private final TestBackChannel shop = new TestBackChannel();

    @SuppressWarnings("NullAway.Init")
    private DatabaseProxy proxy;

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @BeforeAll
    void start() {
        String direct = TestDatabase.POSTGRESQL.freshUrl();
        int port = URI.create(direct.substring("jdbc:".length())).getPort();
        proxy = new DatabaseProxy(port);
        server = RunningServer.start(
                // Prepared statements would be sent by their names.
                direct.replace(":" + port + "/", ":" + proxy.port() + "/") + "&prepareThreshold=0",
                "--exeunt.clients.shop.back-channel-logout-uri=" + shop.uri("/"));
    }

    @AfterAll
    void stop() {
        server.close();
        proxy.close();
        shop.close();
    }

    @Test
    @DisplayName("A logout looks whether the session has ended, and says so")
    void a_logout_tells_the_truth() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        proxy.loseAnswerTo("update sso_session set ended_at");
        HttpResponse<String> answer =
                alice.get("/logout?client_id=shop&redirect_uri=" + TestBrowser.encode(TestClient.SHOP.signedOut()));

        assertThat(proxy.hasLostAnswer()).isTrue();
        assertThat(answer.statusCode()).isLessThan(400);
        assertThat(alice.isSignedIn()).isFalse();
        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
        assertThat(shop.received().claims()).containsEntry("sid", tokens.sid());
        await().untilAsserted(() ->
                assertThat(server.column("logout_notification", "state")).containsExactly("acknowledged"));
    }

    @Test
    @DisplayName(
            "Where the server cannot look, the answer is 503, says that it is unknown, and asking again is harmless")
    void a_revocation_says_that_it_is_unknown() {
        var bob = TestBrowser.signedIn(server, "bob");
        Tokens tokens = TestClient.NEWS.tokens(server, bob);

        proxy.loseAnswerTo("update oauth2_authorization");
        HttpResponse<String> answer = TestClient.NEWS.revoke(server, tokens.access());

        assertThat(proxy.hasLostAnswer()).isTrue();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body())
                .contains("do not know whether", "does no harm")
                .doesNotContain("nothing was done");
        assertThat(TestClient.NEWS.revoke(server, tokens.access()).statusCode()).isEqualTo(200);
        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
    }
}
