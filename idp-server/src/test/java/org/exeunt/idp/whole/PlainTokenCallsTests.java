package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that take the short way, and the same calls with a parameter that nobody knows, which take the framework's. */
class PlainTokenCallsTests {

    private static final List<String> PATHS = List.of("/oauth2/introspect", "/oauth2/revoke");

    private final RunningServer server = RunningServer.shared(TestDatabase.H2);

    @Test
    void both_ways_give_the_same_answer_to_introspection() {
        var tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));

        assertSame("/oauth2/introspect", Map.of("token", tokens.access()));
        assertSame("/oauth2/introspect", Map.of("token", tokens.refresh(), "token_type_hint", "access_token"));
        assertSame("/oauth2/introspect", Map.of("token", "unknown"));
    }

    @Test
    void both_ways_give_the_same_answer_to_revocation() {
        assertSame("/oauth2/revoke", Map.of("token", "unknown"));
        var tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));

        assertSame("/oauth2/revoke", Map.of("token", tokens.refresh(), "token_type_hint", "refresh_token"));
        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
    }

    @Test
    void a_wrong_secret_opens_neither_way() {
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
    @ValueSource(strings = {"token_type_hint=%zz", "nobody_knows_this=%ff", "a=1&"})
    @DisplayName("What cannot be decoded, or is too much, is refused and ends nothing, whichever parameter it is")
    void what_cannot_be_decoded_is_refused(String odd) {
        var tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));
        String form = "token=" + tokens.access() + "&" + (odd.endsWith("&") ? odd.repeat(2_000) : odd);

        for (String path : PATHS) {
            var answer = new TestBrowser(server).post(path, form, "Authorization", TestClient.SHOP.basic());
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
        }
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
    }

    @Test
    @DisplayName("RFC 6749, 2.3: a client that says twice who it is is refused, whichever of them is true")
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

    private void assertSame(String path, Map<String, String> form) {
        Map<String, String> odd = new LinkedHashMap<>(form);
        odd.put("nobody_knows_this", "1");

        HttpResponse<String> shortWay = TestClient.SHOP.call(server, path, form);
        HttpResponse<String> longWay = TestClient.SHOP.call(server, path, odd);

        assertThat(shortWay.statusCode()).isEqualTo(longWay.statusCode());
        assertThat(shortWay.body()).isEqualTo(longWay.body());
        var headers = new LinkedHashMap<>(shortWay.headers().map());
        var others = new LinkedHashMap<>(longWay.headers().map());
        for (var map : List.of(headers, others)) {
            map.remove("date");
        }
        assertThat(headers).isEqualTo(others);
    }
}
