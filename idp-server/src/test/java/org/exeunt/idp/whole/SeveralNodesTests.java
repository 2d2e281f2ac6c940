package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Two servers that share a PostgreSQL and nothing else. They start at the same moment, on an empty database. */
@TestInstance(Lifecycle.PER_CLASS)
class SeveralNodesTests {

    @SuppressWarnings("NullAway.Init")
    private RunningServer one;

    @SuppressWarnings("NullAway.Init")
    private RunningServer other;

    @BeforeAll
    void startBothAtOnce() throws InterruptedException, ExecutionException {
        String url = TestDatabase.POSTGRESQL.freshUrl();
        Callable<RunningServer> start = () -> RunningServer.start(url);
        try (var threads = Executors.newFixedThreadPool(2)) {
            List<Future<RunningServer>> nodes = threads.invokeAll(List.of(start, start));
            one = nodes.getFirst().get();
            other = nodes.getLast().get();
        }
    }

    @AfterAll
    void stop() {
        one.close();
        other.close();
    }

    @Test
    void nodes_that_start_together_share_one_key_and_seed_once() {
        String keys = new TestBrowser(one).get("/oauth2/jwks").body();

        assertThat(new TestBrowser(other).get("/oauth2/jwks").body()).isEqualTo(keys);
        assertThat(one.column("account", "username")).containsExactlyInAnyOrder("alice", "bob");
        assertThat(one.column("relying_party", "client_id")).containsExactlyInAnyOrder("shop", "news", "mobile");
    }

    @Test
    @DisplayName("RAC-13, REV-11: what one node ended is over on the other at once, whichever began it")
    void a_session_ended_on_one_node_is_ended_on_the_other() {
        var here = TestBrowser.signedIn(one, "alice");
        var there = here.copyFor(other);
        Tokens shop = TestClient.SHOP.tokens(one, here);
        Tokens news = TestClient.NEWS.tokens(other, there);
        String question = TestBrowser.hidden(here.get("/connect/logout"), "confirmation");

        HttpResponse<String> revoked = TestClient.NEWS.revoke(one, news.refresh());
        boolean newsAccepted = TestClient.isAccepted(other, news.access());
        HttpResponse<String> answered = there.post("/logout/confirmation", "answer=sign-out&confirmation=" + question);

        assertThat(TestClient.isOk(revoked)).isTrue();
        assertThat(newsAccepted).isFalse();
        assertThat(TestClient.isOk(answered)).isTrue();
        assertThat(here.isSignedIn()).isFalse();
        assertThat(TestClient.isAccepted(one, shop.access())).isFalse();
        assertThat(TestClient.SHOP.refresh(one, shop.refresh()).statusCode()).isEqualTo(400);
    }

    @Test
    @Tag("fire")
    @DisplayName("RAC-01, RAC-08, RAC-09: a logout on one node and refreshes and exchanges on both leave nothing alive")
    void a_logout_here_and_refreshes_there_leave_nothing_alive() {
        Repeat.run(_ -> {
            var here = TestBrowser.signedIn(one, "alice");
            var there = here.copyFor(other);
            Tokens tokens = TestClient.SHOP.tokens(one, here);
            String code = TestClient.NEWS.code(here, "openid");

            List<HttpResponse<String>> answers = ConcurrentRequests.send(List.of(
                    () -> here.get("/logout?client_id=shop"),
                    () -> TestClient.SHOP.sdkLogout(there),
                    () -> TestClient.SHOP.refresh(one, tokens.refresh()),
                    () -> TestClient.SHOP.refresh(other, tokens.refresh()),
                    () -> TestClient.NEWS.redeem(one, code),
                    () -> TestClient.NEWS.redeem(other, code)));

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.statusCode()).isLessThan(500));
            assertThat(answers.subList(2, 4).stream().filter(TestClient::isOk)).hasSizeLessThanOrEqualTo(1);
            assertThat(answers.subList(4, 6).stream().filter(TestClient::isOk)).hasSizeLessThanOrEqualTo(1);
            assertThat(answers.subList(2, 6).stream().filter(TestClient::isOk).map(Tokens::of))
                    .allSatisfy(issued -> {
                        assertThat(TestClient.isAccepted(one, issued.access())).isFalse();
                        assertThat(TestClient.isAccepted(other, issued.access()))
                                .isFalse();
                    });
            RemainingState.assertNothing(one.jdbc(), tokens.sid());
        });
    }
}
