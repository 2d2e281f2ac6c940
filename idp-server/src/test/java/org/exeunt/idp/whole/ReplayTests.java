package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A used code or refresh token counts as replayed only if its own client presents it, a code with its verifier. */
class ReplayTests {

    private final RunningServer server = RunningServer.shared(TestDatabase.H2);
    private final TestBrowser alice = TestBrowser.signedIn(server, "alice");

    @Test // A15
    @DisplayName("A used code with a wrong verifier, or from another client, is invalid_grant and ends nothing")
    void a_used_code_of_someone_else_ends_nothing() {
        String code = TestClient.MOBILE.code(alice);
        Tokens tokens = Tokens.of(TestClient.MOBILE.redeem(server, code));

        HttpResponse<String> wrongVerifier = redeemWith(code, "wrong-verifier-wrong-verifier-wrong-verifier-1");
        HttpResponse<String> noVerifier = redeemWith(code, "");
        HttpResponse<String> otherClient = TestClient.SHOP.redeem(server, code);

        assertRefused(wrongVerifier, "");
        assertThat(noVerifier.statusCode()).isIn(400, 401);
        assertRefused(otherClient, "another client");
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
        assertRefused(TestClient.MOBILE.redeem(server, code), "authorization code used twice");
        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
    }

    @Test // A15
    @DisplayName("A code that is not used yet and presented by another client stays good for its own")
    void another_client_does_not_use_up_a_code() {
        String code = TestClient.MOBILE.code(alice);

        HttpResponse<String> otherClient = TestClient.SHOP.redeem(server, code);

        assertRefused(otherClient, "another client");
        assertThat(TestClient.isOk(TestClient.MOBILE.redeem(server, code))).isTrue();
    }

    @Test // A15, E12
    @DisplayName(
            "A refresh token that its client uses twice ends its authorization, and the answer says so; from another client it ends nothing")
    void a_refresh_token_used_twice() {
        Tokens first = TestClient.MOBILE.tokens(server, alice);
        Tokens second = Tokens.of(TestClient.MOBILE.refresh(server, first.refresh()));

        HttpResponse<String> otherClient = TestClient.SHOP.refresh(server, first.refresh());
        boolean stillAccepted = TestClient.isAccepted(server, second.access());
        HttpResponse<String> again = TestClient.MOBILE.refresh(server, first.refresh());

        assertRefused(otherClient, "another client");
        assertThat(stillAccepted).isTrue();
        assertRefused(again, "refresh token used twice");
        assertThat(TestClient.isAccepted(server, second.access())).isFalse();
        assertRefused(TestClient.MOBILE.refresh(server, second.refresh()), "revoked");
        assertRefused(TestClient.MOBILE.refresh(server, "unknown"), "unknown refresh token");
    }

    private HttpResponse<String> redeemWith(String code, String verifier) {
        return TestClient.MOBILE.call(
                server,
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        "http://127.0.0.1:4711/callback",
                        "code_verifier",
                        verifier));
    }

    private static void assertRefused(HttpResponse<String> answer, String description) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(answer, "error")).isEqualTo("invalid_grant");
        assertThat(answer.body()).contains(description);
    }
}
