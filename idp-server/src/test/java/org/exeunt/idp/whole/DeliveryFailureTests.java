package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.stream.Stream;
import org.exeunt.idp.notification.LogoutNotification;
import org.exeunt.idp.notification.LogoutNotifications;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.whole.HostileReceiver.Answer;
import org.exeunt.idp.whole.HostileReceiver.Behaviour;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator reads in a sentence why an app was not told (fault D15). */
@TestInstance(Lifecycle.PER_CLASS)
class DeliveryFailureTests {

    /** Names of classes, identity hashes, and what only the source code explains. */
    private static final String INTERNALS = "(?i)exception|jetty|java\\.|@[0-9a-f]{4,}|null|\\$";

    private static final String CLOSED = "the app closed or reset the connection before its answer was complete";
    private static final String INVALID = "the answer has no complete and valid HTTP header of at most 8 kB";

    private final HostileReceiver receiver = new HostileReceiver(Answer::waitForEnd);

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @BeforeAll
    void start() {
        server = RunningServer.start(
                TestDatabase.H2.freshUrl(),
                "--exeunt.notifications.allowed-addresses=127.0.0.1",
                "--exeunt.notifications.timeout=1s");
    }

    @AfterAll
    void stop() {
        server.close();
        receiver.close();
    }

    static Stream<Arguments> behaviours() {
        return Stream.of(
                Arguments.of(CLOSED, (Behaviour) _ -> {}),
                Arguments.of(INVALID, (Behaviour) answer -> answer.write("HTTP/1.1 200 OK\r\nContent-")),
                Arguments.of(CLOSED, (Behaviour) answer -> answer.connection().setSoLinger(true, 0)),
                Arguments.of("no answer within 1 s", (Behaviour) Answer::waitForEnd),
                Arguments.of(INVALID, (Behaviour)
                        answer -> answer.write("SSH-2.0-OpenSSH_9.2\r\n").waitForEnd()),
                Arguments.of(INVALID, (Behaviour)
                        answer -> answer.write("HTTP/1.1 200 OK\r\nX: " + "y".repeat(9_000) + "\r\n\r\n")
                                .waitForEnd()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("behaviours")
    @DisplayName("What an app does instead of answering")
    void an_app_that_does_not_answer(String sentence, Behaviour behaviour) {
        receiver.behave(behaviour);

        assertThat(lastError(receiver.uri())).isEqualTo(sentence).doesNotContainPattern(INTERNALS);
    }

    @Test
    @DisplayName("An address at which nothing listens")
    void a_closed_port() throws IOException {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        assertThat(lastError("http://127.0.0.1:" + port + "/?secret=1"))
                .isEqualTo("connection refused: nothing listens at 127.0.0.1:" + port);
    }

    @Test
    @DisplayName("A host name that does not exist (RFC 6761, 6.4)")
    void an_unknown_host() {
        assertThat(lastError("http://app.invalid/logout"))
                .isEqualTo("the host name app.invalid has no address in the DNS");
    }

    @Test
    @DisplayName("An app that speaks plain HTTP at an https address")
    void plain_http_at_an_https_address() throws IOException {
        try (var app = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerInTheClear(app));

            assertThat(lastError("https://127.0.0.1:" + app.getLocalPort() + "/"))
                    .startsWith("TLS failed: ")
                    .doesNotContainPattern(INTERNALS);
        }
    }

    private static void answerInTheClear(ServerSocket app) {
        try (var connection = app.accept()) {
            connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
            connection.getInputStream().readAllBytes();
        } catch (IOException hungUp) {
            // The client ends the connection.
        }
    }

    /** Signs a user out of an app with this back-channel logout URI. */
    private String lastError(String uri) {
        server.jdbc()
                .sql("update relying_party set back_channel_logout_uri = :uri where client_id = 'shop'")
                .param("uri", uri)
                .update();
        // Registrations are kept for five seconds.
        server.clock().setAheadBy(server.clock().ahead().plus(Duration.ofSeconds(6)));
        var alice = TestBrowser.signedIn(server, "alice");
        var sid = new Sid(TestClient.SHOP.tokens(server, alice).sid());
        alice.get("/logout?client_id=shop");
        LogoutNotification told = await().until(
                        () -> server.bean(LogoutNotifications.class).of(sid).getFirst(),
                        now -> now.lastError().isPresent());
        return told.lastError().orElseThrow();
    }
}
