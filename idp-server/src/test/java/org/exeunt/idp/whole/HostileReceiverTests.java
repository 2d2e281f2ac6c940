package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.Stream;
import org.exeunt.idp.notification.LogoutNotification;
import org.exeunt.idp.notification.LogoutNotifications;
import org.exeunt.idp.notification.NotificationState;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.whole.HostileReceiver.Answer;
import org.exeunt.idp.whole.HostileReceiver.Behaviour;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a relying party answers to a logout token is bounded, in bytes and in time (faults F1 and F6). */
@TestInstance(Lifecycle.PER_CLASS)
class HostileReceiverTests {

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
    /** One answer on each connection. */
    private static final String EMPTY = "Connection: close\r\nContent-Length: 0\r\n\r\n";

    private static final String HEALTHY = OK + EMPTY;
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** More than the socket buffers of both sides hold (Linux: at most 4 MB and 32 MB by default), far less than a second of loopback. */
    private static final long BUFFERS = 64_000_000;

    private final HostileReceiver receiver = new HostileReceiver(answer -> answer.write(HEALTHY));

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @BeforeAll
    void start() {
        server = RunningServer.start(
                TestDatabase.H2.freshUrl(),
                "--exeunt.clients.shop.back-channel-logout-uri=" + receiver.uri(),
                "--exeunt.notifications.allowed-addresses=127.0.0.1",
                "--exeunt.notifications.timeout=" + TIMEOUT);
    }

    @AfterAll
    void stop() {
        server.close();
        receiver.close();
    }

    static Stream<Arguments> endless() {
        return Stream.of(
                Arguments.of("a status line", forever("HTTP/1.1 200 ", "x")),
                Arguments.of("blank lines before the status line", forever("", "\r\n")),
                Arguments.of("a header name", forever(OK, "x")),
                Arguments.of("a header value", forever(OK + "X: ", "x")),
                Arguments.of("header lines", forever(OK, "X: y\r\n")),
                Arguments.of("empty header lines", forever(OK, "X:\r\n")),
                Arguments.of("a folded header", forever(OK + "X: y\r\n", " y\r\n")),
                Arguments.of("interim answers", forever("", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")),
                Arguments.of("a chunk extension", forever(CHUNKED + "1;", "x")),
                Arguments.of("chunk extensions", forever(CHUNKED, "1;x=y\r\nx\r\n")),
                Arguments.of("a chunk size", forever(CHUNKED, "0")),
                Arguments.of("trailers", forever(CHUNKED + "0\r\n", "X: y\r\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endless")
    @DisplayName("An endless answer fails the attempt soon, and the next one is made")
    void an_endless_answer_is_cut_off(String part, Behaviour behaviour) {
        long before = receiver.sent();

        LogoutNotification attempted = tell(behaviour);

        assertThat(attempted.attempts()).isEqualTo(1);
        // Not what follows a status that was read: that one counts, whatever comes after it.
        assertThat(attempted.state()).isIn(NotificationState.PENDING, NotificationState.ACKNOWLEDGED);
        assertThat(receiver.sent() - before).isLessThan(BUFFERS);
        assertThat(tell(answer -> answer.write(HEALTHY)).state()).isEqualTo(NotificationState.ACKNOWLEDGED);
    }

    static Stream<Arguments> endlessBodies() {
        return Stream.of(
                Arguments.of("until the connection closes", forever(OK + "\r\n", "x")),
                Arguments.of("of a length", forever(OK + "Content-Length: 9223372036854775807\r\n\r\n", "x")),
                Arguments.of("in chunks", forever(CHUNKED, "1\r\nx\r\n")),
                Arguments.of("in one chunk", forever(CHUNKED + "7fffffff\r\n", "x")),
                Arguments.of("never begun", (Behaviour) answer -> {
                    answer.write(OK + "Content-Length: 10\r\n\r\n");
                    answer.waitForEnd();
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endlessBodies")
    @DisplayName("An endless body is not read: the status has said it all")
    void an_endless_body_does_not_matter(String kind, Behaviour behaviour) {
        long before = receiver.sent();

        assertThat(tell(behaviour).state()).isEqualTo(NotificationState.ACKNOWLEDGED);
        assertThat(receiver.sent() - before).isLessThan(BUFFERS);
        assertThat(tell(answer -> answer.write(HEALTHY)).state()).isEqualTo(NotificationState.ACKNOWLEDGED);
    }

    static Stream<Arguments> nonsense() {
        return Stream.of(
                Arguments.of("nothing", (Behaviour) _ -> {}),
                Arguments.of("a silent connection", (Behaviour) Answer::waitForEnd),
                Arguments.of("no HTTP", once("SSH-2.0-OpenSSH_9.2\r\n")),
                Arguments.of("binary", once("\u0000\u0001\u00ff\u00fe")),
                Arguments.of("a status of letters", once("HTTP/1.1 OK 200\r\n\r\n")),
                Arguments.of("a status that does not exist", once("HTTP/1.1 999 x\r\n" + EMPTY)),
                Arguments.of("a huge header", once(OK + "X: " + "y".repeat(9_000) + "\r\n\r\n")),
                Arguments.of("many headers", once(OK + "X: y\r\n".repeat(2_000) + "\r\n")),
                Arguments.of("a redirect to itself", once("HTTP/1.1 302 x\r\nLocation: /\r\n" + EMPTY)),
                Arguments.of("a challenge", once("HTTP/1.1 401 x\r\nWWW-Authenticate: Basic\r\n" + EMPTY)),
                Arguments.of("another protocol", once("HTTP/1.1 101 x\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")),
                Arguments.of("a header byte by byte", (Behaviour)
                        answer -> answer.write(OK).drip("X")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonsense")
    @DisplayName("What is no answer fails the attempt, and the next one is made")
    void nonsense_fails_the_attempt(String kind, Behaviour behaviour) {
        LogoutNotification attempted = tell(behaviour);

        assertThat(attempted.state()).isEqualTo(NotificationState.PENDING);
        assertThat(attempted.attempts()).isEqualTo(1);
        assertThat(tell(answer -> answer.write(HEALTHY)).state()).isEqualTo(NotificationState.ACKNOWLEDGED);
    }

    static Stream<Arguments> interim() {
        return Stream.of(
                Arguments.of("100", once("HTTP/1.1 100 Continue\r\n\r\n" + HEALTHY)),
                Arguments.of("102", once("HTTP/1.1 102 Processing\r\n\r\n" + HEALTHY)),
                Arguments.of("103", once("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + HEALTHY)),
                Arguments.of(
                        "several",
                        once("HTTP/1.1 100 x\r\n\r\nHTTP/1.1 103 x\r\n\r\nHTTP/1.1 102 x\r\n\r\n" + HEALTHY)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("interim")
    @DisplayName("RFC 9110, 15.2: interim answers are skipped, the final one counts")
    void interim_answers_are_skipped(String kind, Behaviour behaviour) {
        LogoutNotification attempted = tell(behaviour);

        assertThat(attempted.state()).isEqualTo(NotificationState.ACKNOWLEDGED);
        assertThat(attempted.attempts()).isEqualTo(1);
    }

    /** Signs a user out and waits for the outcome of the attempt to tell the receiver, which behaves like this. */
    private LogoutNotification tell(Behaviour behaviour) {
        receiver.behave(behaviour);
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        alice.get("/logout?client_id=shop");

        var sid = Sid.parse(tokens.sid()).orElseThrow();
        return await().atMost(TIMEOUT.multipliedBy(10))
                .until(
                        () -> server.bean(LogoutNotifications.class).of(sid).getFirst(),
                        told -> told.state() != NotificationState.PENDING
                                || told.lastError().isPresent());
    }

    private static Behaviour once(String answer) {
        return out -> out.write(answer).waitForEnd();
    }

    private static Behaviour forever(String start, String rest) {
        return answer -> answer.write(start).writeForever(rest);
    }
}
