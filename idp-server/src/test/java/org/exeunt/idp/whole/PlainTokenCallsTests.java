package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls that take the short way, and the same calls with a parameter that nobody knows, which take the framework's. */
class PlainTokenCallsTests {

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

        for (String path : new String[] {"/oauth2/introspect", "/oauth2/revoke"}) {
            var answer = new TestBrowser(server).post(path, Map.of("token", tokens.access()), "Authorization", wrong);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("invalid_client");
        }
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
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
        for (var map : java.util.List.of(headers, others)) {
            map.remove("date");
        }
        assertThat(headers).isEqualTo(others);
    }
}
