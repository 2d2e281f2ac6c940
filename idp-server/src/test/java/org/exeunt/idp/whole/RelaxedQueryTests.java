package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Characters that RFC 3986 does not allow in a query and browsers send as they are (fault F3). */
class RelaxedQueryTests {

    private static final String RAW = "xiti_json={\"a\":[1|2^3\\4`5]}".replace("\"", "%22");
    private static final String ENCODED = "xiti_json=%7B%22a%22:%5B1%7C2%5E3%5C4%605%5D%7D";

    private final RunningServer server = RunningServer.shared(TestDatabase.H2);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/logout?client_id=shop&redirect_uri=http://localhost:8080/signed-out&",
                "/connect/logout?client_id=shop&",
                "/login?",
                "/session?client_id=shop&",
                "/api/2/logout?oauth_token=x&",
                "/nothing-here?"
            })
    @DisplayName("Raw characters in a query are accepted, and mean what they mean encoded")
    void raw_characters_in_a_query_are_accepted(String start) {
        var raw = TestBrowser.signedIn(server, "alice");
        var encoded = TestBrowser.signedIn(server, "alice");

        var answer = raw.raw("GET " + start + RAW);
        var same = encoded.raw("GET " + start + ENCODED);

        assertThat(answer.status()).isEqualTo(same.status()).isNotEqualTo(400);
        assertThat(raw.isSignedIn()).isEqualTo(encoded.isSignedIn());
    }

    @Test
    @DisplayName("Also in an authorization request")
    void an_authorization_request_may_contain_them() {
        var answer = TestBrowser.signedIn(server, "alice")
                .raw("GET " + TestClient.SHOP.authorizationUrl("openid") + "&" + RAW);

        assertThat(answer.location()).contains("code=");
    }
}
