package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Codes and refresh tokens that are presented by many at once. */
@Tag("fire")
@OnEachDatabase
class TokenRacesTests {

    private static final int PARALLEL = 16;

    private final RunningServer server;

    TokenRacesTests(TestDatabase database) {
        server = RunningServer.forRaces(database, TestBackChannel.OF_RACES);
    }

    @Test
    @DisplayName("RAC, BCP: of 16 that redeem one code exactly one wins, and the second use ends what came of it")
    void one_code_is_redeemed_once() {
        Repeat.run(_ -> {
            var alice = TestBrowser.signedIn(server, "alice");
            String code = TestClient.SHOP.code(alice);

            var answers = ConcurrentRequests.send(
                    ConcurrentRequests.times(PARALLEL, () -> TestClient.SHOP.redeem(server, code)));

            assertThatOneWonAndNothingLives(TestClient.SHOP, answers);
            assertThat(alice.isSignedIn()).isTrue();
        });
    }

    @Test
    @DisplayName("RAC-08, CVE-06, CVE-63: of 16 that use one refresh token exactly one wins, and the family ends")
    void one_refresh_token_is_used_once() {
        Repeat.run(_ -> {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens tokens = TestClient.MOBILE.tokens(server, alice, "openid offline_access");

            var answers = ConcurrentRequests.send(
                    ConcurrentRequests.times(PARALLEL, () -> TestClient.MOBILE.refresh(server, tokens.refresh())));

            assertThatOneWonAndNothingLives(TestClient.MOBILE, answers);
            assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
            assertThat(alice.isSignedIn()).isTrue();
        });
    }

    @Test
    @DisplayName("RAC-09: a revocation that meets a refresh leaves nothing of the family")
    void nothing_is_alive_after_a_revocation_that_met_a_refresh() {
        Repeat.run(_ -> {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens tokens = TestClient.SHOP.tokens(server, alice);

            var answers = ConcurrentRequests.send(List.of(
                    () -> TestClient.SHOP.refresh(server, tokens.refresh()),
                    () -> TestClient.SHOP.revoke(server, tokens.access())));

            assertThat(answers.getLast().statusCode()).isEqualTo(200);
            assertThatNothingLives(TestClient.SHOP, answers.getFirst());
            assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
            assertThat(alice.isSignedIn()).isTrue();
        });
    }

    private void assertThatOneWonAndNothingLives(TestClient client, List<HttpResponse<String>> answers) {
        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200, 400);
        assertThat(answers.stream().filter(TestClient::isOk)).hasSize(1);
        answers.forEach(answer -> assertThatNothingLives(client, answer));
    }

    private void assertThatNothingLives(TestClient client, HttpResponse<String> answer) {
        if (TestClient.isOk(answer)) {
            Tokens tokens = Tokens.of(answer);
            assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
            assertThat(client.refresh(server, tokens.refresh()).statusCode()).isEqualTo(400);
        }
    }
}
