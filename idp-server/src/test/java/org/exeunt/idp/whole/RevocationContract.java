package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Revocation (RFC 7009) and introspection (RFC 7662), as a client's machine meets them. */
abstract class RevocationContract {

    private final RunningServer server;

    RevocationContract(TestDatabase database) {
        server = RunningServer.shared(database);
    }

    @Test
    @DisplayName("REV-01, REV-21, REV-25, REV-29, INT-10, INT-11: what a revocation must not look like")
    void a_revocation_has_one_token_in_the_body_and_tells_strangers_nothing() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        var machine = new TestBrowser(server);
        String shop = TestClient.SHOP.basic();
        String token = "token=" + tokens.refresh();

        HttpResponse<String> twice = machine.post("/oauth2/revoke", token + "&" + token, "Authorization", shop);
        HttpResponse<String> inTheAddress = machine.post("/oauth2/revoke?" + token, "", "Authorization", shop);
        HttpResponse<String> wrongSecret =
                machine.post("/oauth2/revoke", token + "&client_id=shop&client_secret=wrong");
        HttpResponse<String> wrongSecretAndToken =
                machine.post("/oauth2/revoke", "token=x&client_id=shop&client_secret=wrong");
        HttpResponse<String> introspectionByGet = machine.get("/oauth2/introspect?" + token, "Authorization", shop);
        HttpResponse<String> head = machine.send("HEAD", "/api/2/logout?oauth_token=" + tokens.access());

        assertThat(twice.statusCode()).isEqualTo(400);
        assertThat(inTheAddress.statusCode()).isEqualTo(400);
        assertThat(wrongSecret.statusCode()).isEqualTo(401);
        assertThat(TestBrowser.header(wrongSecret, "Content-Type")).startsWith("application/json");
        assertThat(wrongSecret.body()).isEqualTo(wrongSecretAndToken.body());
        assertThat(introspectionByGet.statusCode()).isGreaterThanOrEqualTo(300);
        assertThat(head.statusCode()).isEqualTo(405);
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
    }
}
