package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** What an operator sees and can do, on a port that the public cannot reach (faults A10, D14). */
@TestInstance(Lifecycle.PER_CLASS)
@OnEachDatabase
class OperatorsTests {

    private TestBackChannel news;
    private HttpClient http;

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        news = new TestBackChannel();
        http = HttpClient.newHttpClient();
        server = RunningServer.start(
                database.freshUrl(),
                "--management.server.port=0",
                "--exeunt.clients.news.back-channel-logout-uri=" + news.uri("/"),
                "--exeunt.notifications.poll-interval=20ms");
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
        news.close();
        http.close();
    }

    @BeforeEach
    void healthy() {
        news.behave(TestBackChannel.answering(200));
    }

    @Test
    @DisplayName("An app that refused is seen, told again by the operator, and then has acknowledged")
    void a_refused_notification_is_redelivered() throws IOException, InterruptedException {
        news.behave(TestBackChannel.answering(400));
        String sid = signOutOfNews().sid();
        await().untilAsserted(() -> assertThat(
                        get("/actuator/deliveries?state=refused&sid=" + sid).body())
                .contains("\"sid\":\"" + sid + "\"", "\"client\":\"news\"", "\"attempts\":1", "\"lastError\":"));

        news.behave(TestBackChannel.answering(200));
        var answer = post("/actuator/deliveries", "{\"client\":\"news\",\"sid\":\"" + sid + "\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"redelivered\":1}");
        await().untilAsserted(() -> assertThat(get("/actuator/deliveries?state=acknowledged&sid=" + sid)
                        .body())
                .contains("\"attempts\":2"));
        // An acknowledgement cannot be undone.
        assertThat(post("/actuator/deliveries", "{\"sid\":\"" + sid + "\"}").body())
                .isEqualTo("{\"redelivered\":0}");
    }

    @Test
    @DisplayName("Numbers: logouts by reason, attempts by app and result, what is open and for how long, propagation")
    void monitoring_sees_logouts_and_deliveries() throws IOException, InterruptedException {
        signOutOfNews();
        await().untilAsserted(() -> assertThat(get("/actuator/prometheus").body())
                .containsPattern("logout_total\\{reason=\"user_logout\",scope=\"sso\",way=\"redirect\".*} [1-9]")
                .containsPattern("logout_delivery_seconds_count\\{client=\"news\",result=\"acknowledged\".*} [1-9]")
                .containsPattern("logout_propagation_seconds_bucket\\{client=\"news\".*le=")
                .containsPattern("(?m)^logout_delivery_pending \\d")
                .containsPattern("(?m)^logout_delivery_oldest_seconds \\d"));
    }

    @Test
    @DisplayName("Numbers: live sessions, and counters of what must not happen, exist before anything happens")
    void monitoring_sees_meters_from_the_start() throws IOException, InterruptedException {
        try (var fresh = RunningServer.start(
                TestDatabase.H2.freshUrl(),
                "--management.server.port=0",
                "--exeunt.clients.news.back-channel-logout-uri=http://127.0.0.1:9/logout")) {
            TestBrowser.signedIn(fresh, "alice");
            TestBrowser.signedIn(fresh, "bob").get("/logout?client_id=news");

            assertThat(send(HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + fresh.managementPort() + "/actuator/prometheus")))
                            .body())
                    .containsPattern("(?m)^sessions_live 1\\.0")
                    .containsPattern("(?m)^sign_in_total\\{outcome=\"throttled\".*} 0\\.0")
                    .containsPattern("(?m)^logout_delivery_gaveup_total\\{client=\"news\".*} 0\\.0");
        }
    }

    @Test
    @DisplayName("Numbers: each of several sessions that end at once counts, by its reason")
    void monitoring_sees_each_of_several_logouts() throws IOException, InterruptedException {
        TestBrowser.signedIn(server, "bob");
        TestBrowser.signedIn(server, "bob");
        TestBrowser.signedIn(server, "bob").send("DELETE", "/api/auth/sessions");

        assertThat(get("/actuator/prometheus").body())
                .containsPattern(
                        "logout_total\\{reason=\"signed_out_elsewhere\",scope=\"everywhere\",way=\"devices\".*} 2\\.")
                .containsPattern("logout_total\\{reason=\"user_logout\",scope=\"everywhere\",way=\"devices\".*} 1\\.");
    }

    @Test
    @DisplayName("A dead app makes nobody unready, and the operators' endpoints are not on the public port")
    void probes_are_public_and_the_rest_is_not() throws IOException, InterruptedException {
        news.behave(TestBackChannel.answering(503));
        signOutOfNews();

        for (String probe : new String[] {"/livez", "/readyz"}) {
            var answer = send(HttpRequest.newBuilder(server.url(probe)));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"status\":\"UP\"");
        }
        for (String hidden :
                new String[] {"/actuator", "/actuator/deliveries", "/actuator/health", "/actuator/prometheus"}) {
            assertThat(send(HttpRequest.newBuilder(server.url(hidden))).statusCode())
                    .as(hidden)
                    .isEqualTo(404);
        }
    }

    @Test
    @DisplayName("A page in an operator's browser is not an operator")
    void pages_are_refused() throws IOException, InterruptedException {
        for (String[] header : new String[][] {
            {"Origin", "http://evil.example"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}
        }) {
            var answer = send(HttpRequest.newBuilder(management("/actuator/deliveries"))
                    .header("Content-Type", "application/json")
                    .header(header[0], header[1])
                    .POST(BodyPublishers.ofString("{\"client\":\"news\"}")));
            assertThat(answer.statusCode()).as(header[0]).isEqualTo(403);
        }
    }

    @Test
    @DisplayName("DNS rebinding: a host name that is none of this machine is refused")
    void other_host_names_are_refused() throws IOException {
        for (String host : new String[] {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example"}) {
            assertThat(status(host)).as(host).isEqualTo(403);
        }
        for (String host : new String[] {"localhost", "LOCALHOST:1", "127.0.0.1", "[::1]"}) {
            assertThat(status(host)).as(host).isEqualTo(200);
        }
    }

    /** Of an endpoint that is asked by this name; the HTTP client of Java does not let a caller choose it. */
    private int status(String host) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.managementPort())) {
            socket.getOutputStream()
                    .write(("GET /actuator/deliveries HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return Integer.parseInt(answer.substring("HTTP/1.1 ".length()).substring(0, 3));
        }
    }

    @Test
    @DisplayName("With a token every endpoint of the port demands it, but for the liveness probe")
    void the_token_is_demanded() throws IOException, InterruptedException {
        String token = "operator-token-only-for-this-test-01";
        try (var guarded = RunningServer.start(
                database.freshUrl(),
                "--management.server.port=0",
                "--management.server.address=0.0.0.0",
                "--exeunt.operator.token=" + token)) {
            String base = "http://127.0.0.1:" + guarded.managementPort();
            for (String path : new String[] {
                "/actuator/deliveries",
                "/actuator/audit",
                "/actuator/prometheus",
                "/actuator/metrics",
                "/actuator/health"
            }) {
                var request = HttpRequest.newBuilder(URI.create(base + path));
                var refused = send(request.copy());
                assertThat(refused.statusCode()).as(path).isEqualTo(401);
                assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
                assertThat(send(request.copy().header("Authorization", "Bearer " + token + "x"))
                                .statusCode())
                        .as(path)
                        .isEqualTo(401);
                assertThat(send(request.copy().header("Authorization", "bearer " + token))
                                .statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
            assertThat(send(HttpRequest.newBuilder(URI.create(base + "/actuator/health/liveness")))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    @DisplayName("Without a token the port may not be bound to an address that other machines reach")
    void an_open_port_without_a_token_is_refused() {
        for (String address : new String[] {"0.0.0.0", "192.0.2.1", ""}) {
            assertThatThrownBy(() -> RunningServer.start(
                            database.freshUrl(),
                            "--management.server.port=0",
                            "--management.server.address=" + address))
                    .as(address)
                    .hasStackTraceContaining("exeunt.operator.token");
        }
    }

    @Test
    @DisplayName("A question that makes no sense is answered with what would")
    void bad_questions_are_explained() throws IOException, InterruptedException {
        var unknown = get("/actuator/deliveries?state=lost");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("gave_up");
        assertThat(get("/actuator/deliveries?limit=0").statusCode()).isEqualTo(400);
        assertThat(post("/actuator/deliveries", "{}").statusCode()).isEqualTo(400);
    }

    private Tokens signOutOfNews() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.NEWS.tokens(server, alice);
        alice.get("/logout?client_id=news");
        return tokens;
    }

    private URI management(String path) {
        return URI.create("http://127.0.0.1:" + server.managementPort() + path);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(management(path)));
    }

    private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(management(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
