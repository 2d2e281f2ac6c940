package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;

/** Requests at the same time, with real threads: what was answered is true. */
abstract class ConcurrencyContract {

    private static final int PARALLEL = 16;
    private static final String SHOP = "http://localhost:8080";

    private final RunningServer server;

    ConcurrencyContract(TestDatabase database) {
        server = RunningServer.shared(database);
    }

    @RepeatedTest(10)
    @DisplayName("Invariant 1, RAC: two logouts of one session by different ways in: one of them ends it")
    void two_logouts_of_one_session_end_it_once() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        long before = endedSessions();

        var answers = Together.send(List.of(
                () -> alice.get("/logout?client_id=shop"),
                () -> alice.send("DELETE", "/session?client_id=shop", "Origin", SHOP),
                () -> alice.get("/logout?client_id=shop"),
                () -> alice.send("DELETE", "/session?client_id=shop", "Origin", SHOP)));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        assertThat(answers.stream().filter(ConcurrencyContract::saysEnded)).hasSize(1);
        assertThat(endedSessions() - before).isEqualTo(1);
        assertThat(TestClient.userinfo(server, tokens.access())).isEqualTo(401);
    }

    @RepeatedTest(10)
    @DisplayName("Invariant 3, RAC: nothing alive after a logout that met a refresh and a code exchange")
    void nothing_is_alive_after_a_logout_that_met_a_refresh_and_an_exchange() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        String code = TestClient.NEWS.code(alice);

        var answers = Together.send(List.of(
                () -> TestClient.SHOP.refresh(server, tokens.refresh()),
                () -> TestClient.NEWS.redeem(server, code),
                () -> alice.get("/logout?client_id=shop")));

        assertThat(answers.get(2).statusCode()).isEqualTo(200);
        assertThatNothingLives(TestClient.SHOP, answers.get(0));
        assertThatNothingLives(TestClient.NEWS, answers.get(1));
    }

    @RepeatedTest(10)
    @DisplayName("RAC: nothing alive after a revocation that met a refresh")
    void nothing_is_alive_after_a_revocation_that_met_a_refresh() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        var answers = Together.send(List.of(
                () -> TestClient.SHOP.refresh(server, tokens.refresh()),
                () -> TestClient.SHOP.revoke(server, tokens.access())));

        assertThat(answers.get(1).statusCode()).isEqualTo(200);
        assertThatNothingLives(TestClient.SHOP, answers.get(0));
        assertThat(alice.isSignedIn()).isTrue();
    }

    @RepeatedTest(5)
    @DisplayName("RAC, BCP: one code is redeemed once, and a second use ends what came of it")
    void one_code_is_redeemed_once() {
        var alice = TestBrowser.signedIn(server, "alice");
        String code = TestClient.SHOP.code(alice);

        var answers = Together.send(Together.times(PARALLEL, () -> TestClient.SHOP.redeem(server, code)));

        assertThat(answers.stream().filter(TestClient::isOk)).hasSizeLessThanOrEqualTo(1);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isLessThan(500));
        answers.forEach(answer -> assertThatNothingLives(TestClient.SHOP, answer));
    }

    @RepeatedTest(5)
    @DisplayName("RAC-08, CVE-06, CVE-63: one refresh token is used once, and a second use ends the family")
    void one_refresh_token_is_used_once() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        var answers = Together.send(Together.times(PARALLEL, () -> TestClient.SHOP.refresh(server, tokens.refresh())));

        assertThat(answers.stream().filter(TestClient::isOk)).hasSizeLessThanOrEqualTo(1);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isLessThan(500));
        answers.forEach(answer -> assertThatNothingLives(TestClient.SHOP, answer));
        assertThat(TestClient.userinfo(server, tokens.access())).isEqualTo(401);
    }

    private void assertThatNothingLives(TestClient client, HttpResponse<String> answer) {
        if (TestClient.isOk(answer)) {
            Tokens tokens = Tokens.of(answer);
            assertThat(TestClient.userinfo(server, tokens.access())).isEqualTo(401);
            assertThat(client.refresh(server, tokens.refresh()).statusCode()).isEqualTo(400);
        }
    }

    private long endedSessions() {
        return server.jdbc()
                .sql("select count(*) from sso_session where ended_at is not null")
                .query(Long.class)
                .single();
    }

    /** The page speaks of ended apps only if this very request ended the session. */
    private static boolean saysEnded(HttpResponse<String> answer) {
        return answer.body().contains("\"ended\":true") || answer.body().contains("You are signed out</h1>");
    }
}
