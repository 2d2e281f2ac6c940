package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** System A, kind 3, the script's half at the server: what {@code /session} says of how long a session lasts, and of cookies. */
@TestInstance(Lifecycle.PER_CLASS)
@OnWebTestDatabases
class SystemASdkTests {

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(
                database.freshUrl(),
                "--exeunt.session.idle-timeout=20m",
                "--exeunt.session.lifetime=30m",
                "--exeunt.accounts.carol.password=carol-demo-password");
    }

    @BeforeEach
    void setTheClock() {
        server.clock().setAheadBy(Duration.ZERO);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("System A: who only looks is not there; who says so stays, and never longer than a sign-in may last")
    void staying_puts_off_the_idle_limit_and_nothing_else() {
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);

        server.clock().setAheadBy(Duration.ofMinutes(18));
        long looked = expiresIn(session(alice, "GET"));
        long lookedAgain = expiresIn(session(alice, "GET"));
        long stayed = expiresIn(session(alice, "POST"));
        server.clock().setAheadBy(Duration.ofMinutes(29));
        long stayedAgain = expiresIn(session(alice, "POST"));
        server.clock().setAheadBy(Duration.ofMinutes(31));

        assertThat(looked).isBetween(60L, 120L);
        assertThat(lookedAgain).isLessThanOrEqualTo(looked);
        assertThat(stayed).isBetween(650L, 720L);
        assertThat(stayedAgain).isBetween(1L, 60L);
        assertThat(TestClient.json(session(alice, "POST")).get("session")).isNull();
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName("System A: an app that the person did not sign in to learns nothing and keeps nobody signed in")
    void an_app_that_takes_no_part_learns_nothing() {
        var alice = TestBrowser.signedIn(server, "alice");
        server.clock().setAheadBy(Duration.ofMinutes(18));

        HttpResponse<String> seen = session(alice, "GET");
        HttpResponse<String> stayed = session(alice, "POST");
        server.clock().setAheadBy(Duration.ofMinutes(21));

        assertThat(seen.body()).isEqualTo("{\"session\":null,\"status\":\"unknown\"}");
        assertThat(stayed.body()).isEqualTo(seen.body());
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName("System A: nobody of another origin, and no form or image, keeps a person signed in")
    void a_foreign_page_extends_no_session() {
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);
        server.clock().setAheadBy(Duration.ofMinutes(18));

        int foreign = alice.send("POST", "/session?client_id=shop", "Origin", "https://evil.example")
                .statusCode();
        int another = alice.send("POST", "/session?client_id=shop", "Origin", TestClient.NEWS.origin())
                .statusCode();
        int none = alice.send("POST", "/session?client_id=shop").statusCode();
        int unknown = alice.send("POST", "/session?client_id=nobody", "Origin", TestClient.SHOP.origin())
                .statusCode();
        server.clock().setAheadBy(Duration.ofMinutes(21));

        assertThat(new int[] {foreign, another, none, unknown}).containsOnly(403);
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName("LEG-31: where our cookies are kept away, \"nothing ended\" says that it proves nothing")
    void nothing_ended_tells_whether_it_proves_anything() {
        var carol = TestBrowser.signedIn(server, "carol");
        var blocked = new TestBrowser(server);

        Map<String, Object> first = logout(carol);
        Map<String, Object> second = logout(carol);
        Map<String, Object> invisible = logout(blocked);

        assertThat(first).containsEntry("ended", true).containsEntry("visible", true);
        assertThat(second).containsEntry("ended", false).containsEntry("visible", true);
        assertThat(invisible).containsEntry("ended", false).containsEntry("visible", false);
    }

    @ParameterizedTest
    @CsvSource({
        "?client_id=shop, https://elsewhere.example",
        "?client_id=shop&client_id=shop, https://elsewhere.example",
        "?client_id=shop, http://localhost:8080/page",
        "?client_id=unknown, http://localhost:8080",
        "'', http://localhost:8089",
        "'', null",
    })
    @DisplayName(
            "LEG-26: a page whose origin is not registered for the one client named ends nothing, and is told so by 403")
    void a_page_of_no_registered_origin_ends_nothing(String query, String origin) {
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);

        HttpResponse<String> answer = alice.send("DELETE", "/session" + query, "Origin", origin);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(alice.isSignedIn()).isTrue();
    }

    private static Map<String, Object> logout(TestBrowser browser) {
        return TestClient.json(TestClient.SHOP.sdkLogout(browser));
    }

    private static HttpResponse<String> session(TestBrowser browser, String method) {
        return browser.send(method, "/session?client_id=shop", "Origin", TestClient.SHOP.origin());
    }

    private static long expiresIn(HttpResponse<String> answer) {
        Object session = Objects.requireNonNull(TestClient.json(answer).get("session"), answer.body());
        return ((Number) Objects.requireNonNull(((Map<?, ?>) session).get("expiresIn"))).longValue();
    }
}
