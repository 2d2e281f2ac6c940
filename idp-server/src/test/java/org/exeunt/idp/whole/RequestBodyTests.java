package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Bodies that are too long, too slow, or sent by clients that may not send any (faults A1 and F5). */
@TestInstance(Lifecycle.PER_CLASS)
class RequestBodyTests {

    private static final int LIMIT = 64 * 1024;
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
    private static final String JSON = "Content-Type: application/json";
    private static final String FOR_PEOPLE = "Accept: text/html";
    private static final String FOR_PROGRAMS = "Accept: application/json";
    private static final String CHUNKED = "Transfer-Encoding: chunked";

    /** Between two packets, and in all. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Duration WHOLE_BODY = Duration.ofSeconds(2);

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @BeforeAll
    void start() {
        server = RunningServer.start(
                TestDatabase.H2.freshUrl(),
                "--server.tomcat.connection-timeout=" + PAUSE,
                "--exeunt.http.body-timeout=" + WHOLE_BODY);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/logout",
                "/connect/logout",
                "/login",
                "/devices/sign-out",
                "/auth/refresh",
                "/auth/logout",
                "/login/refresh/invalidate",
                "/session",
                "/nothing-here"
            })
    @DisplayName("A body whose length is announced as too long is refused before it arrives")
    void a_body_that_is_announced_too_long_is_refused(String path) {
        for (String type : List.of(FORM, JSON)) {
            try (var person = connect().sendHeader("POST " + path, type, FOR_PEOPLE, length(LIMIT + 1));
                    var program = connect().sendHeader("POST " + path, type, FOR_PROGRAMS, length(2_000_000_000L))) {
                assertThat(person.status()).as(type).isEqualTo(413);
                assertThat(person.rest()).contains("Content-Security-Policy", "This is more than we read");
                assertThat(program.status()).as(type).isEqualTo(413);
                assertThat(program.rest()).contains("application/problem+json", "/problems/body-too-long");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oauth2/token",
                "/oauth/token",
                "/oauth2/revoke",
                "/oauth2/introspect",
                "/oauth2/device_authorization",
                "/oauth2/par",
                "/oauth2/authorize-challenge",
                "/userinfo",
                "/api/2/logout"
            })
    @DisplayName("The endpoints of OAuth refuse it in OAuth's format, announced or not")
    void oauth_endpoints_refuse_in_their_format(String path) {
        try (var announced = connect().sendHeader("POST " + path, FORM, FOR_PEOPLE, length(LIMIT + 1));
                var chunked = connect().sendHeader("POST " + path, FORM, FOR_PEOPLE, CHUNKED, bearer())) {
            sendChunks(chunked);

            for (var refused : List.of(announced, chunked)) {
                assertThat(refused.status()).isEqualTo(413);
                assertThat(refused.rest()).contains("application/json", "\"error\":\"invalid_request\"", "65536 bytes");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/logout, application/x-www-form-urlencoded",
        "/connect/logout, application/x-www-form-urlencoded",
        "/logout/confirmation, application/x-www-form-urlencoded",
        "/oauth2/authorize, application/x-www-form-urlencoded",
        "/login, application/x-www-form-urlencoded",
        "/session, application/x-www-form-urlencoded",
        "/api/push-tokens, application/json",
    })
    @DisplayName("A body whose length is not announced is refused when it has become too long")
    void a_body_that_becomes_too_long_is_refused(String path, String type) {
        try (var chunked =
                connect().sendHeader("POST " + path, "Content-Type: " + type, FOR_PROGRAMS, CHUNKED, bearer())) {
            sendChunks(chunked);

            assertThat(chunked.status()).isEqualTo(413);
            assertThat(chunked.rest()).contains("/problems/body-too-long");
        }
    }

    @Test
    @DisplayName("A body as long as the limit is read")
    void a_body_as_long_as_the_limit_is_read() {
        String form = "client_id=shop&x=";
        try (var whole = connect().sendHeader("POST /logout", FORM, length(LIMIT), "Connection: close")) {
            whole.send(form + "x".repeat(LIMIT - form.length()));

            assertThat(whole.status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/logout, application/x-www-form-urlencoded",
        "/oauth2/token, application/x-www-form-urlencoded",
        "/oauth2/authorize, application/x-www-form-urlencoded",
        "/login, application/x-www-form-urlencoded",
        "/auth/refresh, application/json",
        "/api/push-tokens, application/json",
    })
    @DisplayName("A body that stops, or that comes byte by byte, is answered with 408")
    void a_body_that_does_not_arrive_in_time_is_408(String path, String type) {
        String[] header = {"Content-Type: " + type, FOR_PROGRAMS, length(60_000), bearer()};
        try (var stopped = connect().sendHeader("POST " + path, header).send("{");
                var dripping = connect().sendHeader("POST " + path, header)) {
            assertThat(stopped.status()).isEqualTo(408);
            Awaitility.await()
                    .pollInterval(PAUSE.dividedBy(5))
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> !dripping.trySend(" "));
            assertThat(dripping.status()).isEqualTo(408);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/push-tokens", "/login/refresh/invalidate"})
    @DisplayName("A body that nothing reads occupies a thread no longer than one that is read")
    void a_body_that_nothing_reads_is_bounded_too(String path) {
        try (var unread =
                connect().sendHeader("POST " + path, JSON, length(60_000), "Authorization: Bearer nonsense")) {
            assertThat(unread.status()).isEqualTo(401);
            Awaitility.await()
                    .pollInterval(PAUSE.dividedBy(5))
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> !unread.trySend(" "));
        }
    }

    @Test
    @DisplayName("A connection whose body was discarded carries the next request")
    void a_connection_survives_an_answer_before_its_body() {
        try (var connection =
                connect().sendHeader("POST /api/push-tokens", JSON, length(20_000), "Authorization: Bearer nonsense")) {
            assertThat(connection.status()).isEqualTo(401);
            connection.send("x".repeat(20_000)).sendHeader("GET /livez", "Connection: close");

            assertThat(connection.rest()).contains("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @MethodSource("withBodies")
    @DisplayName("The access token is checked before the body is read, wherever a token is the contract")
    void the_token_is_checked_before_the_body(String request) {
        for (String token : new String[] {"Authorization: Bearer nonsense", "Authorization: Basic eDp5", "X: y"}) {
            try (var waiting = connect().sendHeader(request, JSON, FOR_PROGRAMS, length(LIMIT), token)) {
                assertThat(waiting.status()).as(token).isEqualTo(401);
                assertThat(waiting.rest()).contains("WWW-Authenticate: Bearer");
            }
        }
    }

    /** All handlers whose signature asks for a body, and the administrators' endpoints, which want none. */
    Stream<String> withBodies() {
        List<String> found = server
                .bean(RequestMappingHandlerMapping.class, "requestMappingHandlerMapping")
                .getHandlerMethods()
                .entrySet()
                .stream()
                .filter(RequestBodyTests::isForPrograms)
                .flatMap(mapping -> requests(mapping.getKey()))
                .toList();
        assertThat(found)
                .contains(
                        "POST /api/push-tokens",
                        "DELETE /api/push-tokens",
                        "POST /api/push-tokens/check",
                        "POST /oauth2/global-token-revocation",
                        "POST /api/admin/subjects/x/disable",
                        "POST /login/refresh/invalidate");
        return found.stream();
    }

    private static boolean isForPrograms(Map.Entry<RequestMappingInfo, HandlerMethod> mapping) {
        boolean readsBody = Arrays.stream(mapping.getValue().getMethodParameters())
                .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestBody.class));
        return readsBody
                || mapping.getKey().getPatternValues().stream()
                        .anyMatch(path -> path.startsWith("/api/admin/") || path.equals("/login/refresh/invalidate"));
    }

    private static Stream<String> requests(RequestMappingInfo mapping) {
        return mapping.getMethodsCondition().getMethods().stream()
                .flatMap(method -> mapping.getPatternValues().stream()
                        .map(path -> method + " " + path.replaceAll("\\{[^}]+}", "x")));
    }

    private String bearer() {
        return "Authorization: Bearer "
                + TestClient.MOBILE
                        .tokens(server, TestBrowser.signedIn(server, "alice"))
                        .access();
    }

    private SlowSocket connect() {
        return new SlowSocket(server.port());
    }

    private static String length(long bytes) {
        return "Content-Length: " + bytes;
    }

    /** As much as fits, until the server hangs up. */
    private static void sendChunks(SlowSocket connection) {
        String chunk = "2000\r\n" + " ".repeat(8_192) + "\r\n";
        for (int chunks = 0; chunks < 9 && connection.trySend(chunk); chunks++) {
            // One more than the limit.
        }
    }
}
