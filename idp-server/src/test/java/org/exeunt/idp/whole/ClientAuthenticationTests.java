package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a client authenticates at the revocation and introspection endpoints (RFC 6749, section 2.3), and what is refused there. */
class ClientAuthenticationTests {

    private static final List<String> PATHS = List.of("/oauth2/introspect", "/oauth2/revoke");

    private final RunningServer server = RunningServer.shared(TestDatabase.H2);

    @Test
    @DisplayName("RFC 6749, 5.2: a wrong secret is answered by 401 and invalid_client, and ends nothing")
    void a_wrong_secret_is_refused() {
        var tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));
        String wrong = TestClient.SHOP.basic().substring(0, 16) + "AAAA"
                + TestClient.SHOP.basic().substring(20);

        for (String path : PATHS) {
            var answer = new TestBrowser(server).post(path, Map.of("token", tokens.access()), "Authorization", wrong);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("invalid_client");
        }
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"token_type_hint=%zz", "unknown=%ff", "a=1&"})
    @DisplayName(
            "A form with one parameter that cannot be decoded, or with too many parameters, is refused and ends nothing")
    void undecodable_parameters_are_refused(String odd) {
        var tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));
        String form = "token=" + tokens.access() + "&" + (odd.endsWith("&") ? odd.repeat(2_000) : odd);

        for (String path : PATHS) {
            var answer = new TestBrowser(server).post(path, form, "Authorization", TestClient.SHOP.basic());
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
        }
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
    }

    @Test
    @DisplayName("RFC 6749, 2.3: a request with two Authorization headers is refused, whichever of them is right")
    void two_credentials_are_refused() {
        var tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));
        String shop = TestClient.SHOP.basic();

        for (String other : List.of(shop, TestClient.NEWS.basic(), "Basic eDp5", "Bearer " + tokens.access())) {
            for (String path : PATHS) {
                var answer = new TestBrowser(server)
                        .raw(
                                "POST " + path,
                                "Authorization",
                                shop,
                                "authorization",
                                other,
                                "Content-Type",
                                "application/x-www-form-urlencoded",
                                "body",
                                "token=" + tokens.access());
                assertThat(answer.status()).as(path + " " + other).isEqualTo(400);
                assertThat(answer.body()).contains("invalid_request");
            }
        }
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"shop,200", "sh%6Fp,200", "SHOP,401", "shop+,401", "mobile,401", "sh%zzp,400"})
    @DisplayName("RFC 6749, 2.3.1: a client_id may be percent-encoded, and is otherwise compared as it is")
    void a_client_id_may_be_encoded(String clientId, int status) {
        String credentials =
                Base64.getEncoder().encodeToString((clientId + ":" + TestClient.SHOP.secret()).getBytes(UTF_8));

        for (String path : PATHS) {
            var answer = new TestBrowser(server)
                    .post(path, Map.of("token", "unknown"), "Authorization", "Basic " + credentials);
            assertThat(answer.statusCode()).as(path).isEqualTo(status);
        }
    }
}
