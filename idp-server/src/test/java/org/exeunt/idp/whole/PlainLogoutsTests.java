package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logouts that take the short way, and the same ones with a parameter that nobody knows, which take the framework's. */
class PlainLogoutsTests {

    private static final String UNKNOWN = "&nobody_knows_this=1";

    private final RunningServer server = RunningServer.shared(TestDatabase.H2);

    private TestBrowser signedIn() {
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);
        return alice;
    }

    /** Two answers may differ in the time, and in how they are sent; a language is said of a redirect to no avail. */
    private static Map<String, List<String>> headers(HttpResponse<String> answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.keySet().removeAll(Set.of("date", "content-length", "transfer-encoding", "content-language"));
        headers.computeIfPresent(
                "set-cookie",
                (_, cookies) -> cookies.stream()
                        .map(cookie -> cookie.replaceAll("Expires=[^;]*GMT", "Expires=then"))
                        .sorted()
                        .toList());
        return headers;
    }

    private static void assertSame(HttpResponse<String> plain, HttpResponse<String> other) {
        assertThat(plain.statusCode()).isEqualTo(other.statusCode());
        assertThat(headers(plain)).isEqualTo(headers(other));
        assertThat(plain.body()).isEqualTo(other.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/logout?client_id=shop&redirect_uri=%s",
                "/logout?client_id=shop&post_logout_redirect_uri=%s&state=of-theirs",
                "/connect/logout?client_id=shop&post_logout_redirect_uri=%s",
                "/logout?client_id=shop",
                "/logout?client_id=shop&redirect_uri=https://elsewhere.example",
            })
    void both_ways_give_the_same_answer_to_a_redirect(String call) {
        String path = call.formatted(TestBrowser.encode(TestClient.SHOP.signedOut()));
        for (boolean signedIn : new boolean[] {true, false}) {
            var plainly = signedIn ? signedIn() : new TestBrowser(server);
            var otherwise = signedIn ? signedIn() : new TestBrowser(server);

            HttpResponse<String> plain = plainly.get(path);
            HttpResponse<String> other = otherwise.get(path + UNKNOWN);

            if (path.startsWith("/connect") && signedIn) {
                // A question, which has a secret in it.
                assertThat(plain.statusCode()).isEqualTo(other.statusCode());
                assertThat(headers(plain).keySet()).isEqualTo(headers(other).keySet());
                assertThat(plain.body()).contains("name=\"confirmation\"");
            } else {
                assertSame(plain, other);
            }
            assertThat(plainly.isSignedIn()).isEqualTo(otherwise.isSignedIn());
        }
    }

    @Test
    void both_ways_give_the_same_answer_to_a_script() {
        String call = "/session?client_id=shop";
        String origin = TestClient.SHOP.origin();
        for (boolean signedIn : new boolean[] {true, false}) {
            var plain = signedIn ? signedIn() : new TestBrowser(server);
            var other = signedIn ? signedIn() : new TestBrowser(server);

            assertSame(
                    plain.send("DELETE", call, "Origin", origin),
                    other.send("DELETE", call + UNKNOWN, "Origin", origin));
            assertThat(plain.isSignedIn()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/session?client_id=shop, https://elsewhere.example",
        "/session?client_id=nobody, ",
        "/session?client_id=shop&client_id=shop, https://elsewhere.example",
        "/session, ",
        "/session?client_id=shop, null",
    })
    @DisplayName("A page that may not ask is refused on either way, and the session stays")
    void who_may_not_ask_is_refused(String call, String origin) {
        var alice = signedIn();
        String page = Objects.requireNonNullElse(origin, TestClient.SHOP.origin());
        String unknown = call.contains("?") ? UNKNOWN : "?" + UNKNOWN;

        HttpResponse<String> plain = alice.send("DELETE", call, "Origin", page);

        assertThat(plain.statusCode()).isEqualTo(403);
        assertSame(plain, alice.send("DELETE", call + unknown, "Origin", page));
        assertThat(alice.isSignedIn()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"HTTP://LOCALHOST:8081", "http://localhost:8081/", "http://localhost:8081/page"})
    @DisplayName("An origin in another spelling than a browser's is told the same on either way")
    void an_origin_in_another_spelling(String origin) {
        assertSame(
                signedIn().send("DELETE", "/session?client_id=shop", "Origin", origin),
                signedIn().send("DELETE", "/session?client_id=shop" + UNKNOWN, "Origin", origin));
    }

    @Test
    @DisplayName("A request by the short way is measured by its path, as others are")
    void it_is_measured() {
        Map<String, String> calls = new LinkedHashMap<>();
        calls.put(
                "GET /logout?client_id=shop&redirect_uri=" + TestBrowser.encode(TestClient.SHOP.signedOut()),
                "/logout");
        calls.put("DELETE /session?client_id=shop", "/session");

        calls.forEach((call, path) -> {
            long before = measured(path);
            String[] words = call.split(" ", 2);
            signedIn().send(words[0], words[1], "Origin", TestClient.SHOP.origin());

            assertThat(measured(path)).as(call).isEqualTo(before + 1);
        });
    }

    private long measured(String path) {
        return server.bean(MeterRegistry.class).find("http.server.requests").tag("uri", path).timers().stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }
}
