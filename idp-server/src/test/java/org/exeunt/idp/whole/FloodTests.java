package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The server in a process with the smallest heap of the package, as many connections as it admits, and nothing complete on any of them
 * (faults A1 and F5). A probe and a logout are answered all the time.
 */
@TestInstance(Lifecycle.PER_CLASS)
class FloodTests {

    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
    private static final String JSON = "Content-Type: application/json";

    /** Less than {@code server.tomcat.max-connections}: those above it wait. */
    private static final int HEADERS = 1_600;

    private static final int SLOW_BODIES = 250;

    private final Deque<TestBrowser> signedIn = new ArrayDeque<>();
    private final List<SlowSocket> open = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private ServerProcess server;

    @BeforeAll
    void start() {
        server = ServerProcess.start(
                List.of(
                        "-Xmx256m",
                        "-Xmn16m",
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path")),
                "jdbc:h2:mem:flood;USER=sa",
                "--logging.level.root=warn");
        IntStream.range(0, 5).forEach(_ -> signedIn.add(TestBrowser.signedIn(server, "alice")));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("Slow and large bodies and half-sent headers neither stop the server nor keep it from answering")
    void a_flood_of_incomplete_requests_stops_nothing() {
        flood(
                300,
                () -> connect()
                        .sendHeader("POST /logout", FORM, "Content-Length: 2000000")
                        .send("x"));
        assertThat(open).allSatisfy(refused -> assertThat(refused.status()).isEqualTo(413));
        answersAll();
        flood(
                SLOW_BODIES,
                () -> connect()
                        .sendHeader("POST /logout", FORM, "Content-Length: 60000")
                        .send("x"));
        answersAll();
        flood(HEADERS, () -> connect().send("GET /logout HTTP/1.1\r\nHost: localhost\r\nX: "));
        answersAll();
        flood(
                50,
                () -> large(connect()
                        .sendHeader(
                                "POST /api/push-tokens", JSON, "Content-Length: 40000000", "Authorization: Bearer x")));
        answersAll();

        open.forEach(SlowSocket::close);
        answersAll();
    }

    private void flood(int connections, Supplier<SlowSocket> incomplete) {
        for (int number = 0; number < connections; number++) {
            open.add(incomplete.get());
        }
    }

    /** As much of it as the server takes. */
    private static SlowSocket large(SlowSocket connection) {
        String part = " ".repeat(100_000);
        for (int parts = 0; parts < 20 && connection.trySend(part); parts++) {
            // 2 MB, or less.
        }
        return connection;
    }

    private void answersAll() {
        long begun = System.nanoTime();
        try (var probe = connect().sendHeader("GET /livez", "Connection: close")) {
            assertThat(probe.status()).isEqualTo(200);
        }
        var answer = signedIn.remove().get("/logout?client_id=shop");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("You are signed out");
        assertThat(System.nanoTime() - begun).as("nanoseconds").isLessThan(10_000_000_000L);
        assertThat(server.isAlive()).isTrue();
    }

    private SlowSocket connect() {
        return new SlowSocket(server.port());
    }
}
