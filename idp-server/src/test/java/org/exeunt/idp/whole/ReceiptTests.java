package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** The user is told the truth about each app, and sent on only if there is nothing to tell (invariant 9). */
@TestInstance(Lifecycle.PER_CLASS)
@OnEachDatabase
class ReceiptTests {

    private static final String TO_SHOP = "&redirect_uri=http://localhost:8080/signed-out&state=s";

    private TestBackChannel shop;
    private TestBackChannel news;

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private TestBrowser alice;

    @SuppressWarnings("NullAway.Init")
    private CountDownLatch newsMayAnswer;

    @BeforeParameterizedClassInvocation
    void start() {
        shop = new TestBackChannel();
        news = new TestBackChannel();
        server = RunningServer.start(
                database.freshUrl(),
                "--exeunt.clients.shop.back-channel-logout-uri=" + shop.uri("/"),
                "--exeunt.clients.news.back-channel-logout-uri=" + news.uri("/"),
                "--exeunt.clients.news.receipt=always",
                "--exeunt.clients.mobile.session-lifetime=30m",
                "--exeunt.clients.mobile.receipt=never",
                // A cold server on a busy machine shall not change what a test is about.
                "--exeunt.notifications.answer-within=5s",
                "--exeunt.notifications.poll-interval=20ms");
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
        shop.close();
        news.close();
    }

    @BeforeEach
    void signIn() {
        shop.behave(TestBackChannel.answering(200));
        news.behave(TestBackChannel.answering(200));
        newsMayAnswer = new CountDownLatch(1);
        server.clock().setAheadBy(Duration.ZERO);
        alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);
    }

    @AfterEach
    void letGo() {
        newsMayAnswer.countDown();
    }

    @Test
    @DisplayName("RPI-35, RPI-37: when every app has confirmed, the browser goes where it was to go")
    void straight_on_when_all_confirmed() {
        TestClient.NEWS.tokens(server, alice);

        var answer = alice.get("/logout?client_id=shop" + TO_SHOP);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(TestBrowser.location(answer)).isEqualTo("http://localhost:8080/signed-out?state=s");
    }

    @Test
    @DisplayName("Invariant 9: an app that fails is named, and green is only who confirmed")
    void a_failing_app_is_named() {
        TestClient.NEWS.tokens(server, alice);
        TestClient.MOBILE.tokens(server, alice);
        news.behave(TestBackChannel.answering(503));

        var answer = alice.get("/logout?client_id=shop" + TO_SHOP);
        assertThat(answer.statusCode()).isEqualTo(303);
        String receipt = TestBrowser.location(answer);
        assertThat(receipt).matches("/logout/receipt/[\\w-]{43}");
        var page = alice.get(receipt);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(row(page, "Shop")).contains("data-state=\"acknowledged\"").contains("signed out");
        assertThat(row(page, "News")).contains("data-state=\"pending\"").contains("we keep trying");
        assertThat(row(page, "Mobile app")).contains("ends by itself within 30 minutes");
        assertThat(page.body())
                .contains("<h1>You are signed out here. News has not confirmed yet.</h1>", "1 of 2 apps confirmed")
                .contains("href=\"http://localhost:8080/signed-out?state=s\"")
                .contains("Check again")
                .doesNotContain("Alice", "alice");
        assertThat(TestBrowser.header(page, "Cache-Control")).contains("no-store");
        assertThat(TestBrowser.header(page, "Content-Security-Policy"))
                .contains("script-src 'self'")
                .contains("frame-ancestors 'none'");
    }

    @Test
    @DisplayName("A receipt is for the browser that signed out, and for half an hour")
    void a_receipt_is_bound_to_the_browser() {
        shop.behave(TestBackChannel.answering(503));
        String receipt = TestBrowser.location(alice.get("/logout?client_id=shop" + TO_SHOP));

        assertThat(new TestBrowser(server).get(receipt).statusCode()).isEqualTo(404);
        assertThat(TestBrowser.signedIn(server, "bob").get(receipt).statusCode())
                .isEqualTo(404);
        assertThat(alice.get("/logout/receipt/" + "x".repeat(43)).statusCode()).isEqualTo(404);
        assertThat(alice.get(receipt).statusCode()).isEqualTo(200);
        server.clock().setAheadBy(Duration.ofMinutes(31));
        assertThat(alice.get(receipt).statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("All rows are there at once: the open app first, with what to do, and the heading names it")
    // Found as fault D2, D3: for eight seconds the page had the good rows only, under a green seal.
    void all_rows_are_there_at_once() {
        TestClient.NEWS.tokens(server, alice);
        news.behave(TestBackChannel.waitingFor(newsMayAnswer));
        String receipt = TestBrowser.location(alice.get("/logout?client_id=shop" + TO_SHOP));

        String open = alice.get(receipt).body();
        newsMayAnswer.countDown();
        String settled = await().until(() -> alice.get(receipt).body(), page -> page.contains("2 of 2 apps"));

        assertThat(open)
                .contains("<p class=\"seal warn\">", "<title>You are signed out here. News has not confirmed yet.")
                .containsSubsequence(
                        "<h1>You are signed out here. News has not confirmed yet.</h1>",
                        "1 of 2 apps confirmed",
                        "<bdi>News</bdi>",
                        "href=\"http://localhost:8081\"",
                        "<bdi>Shop</bdi>",
                        "close the browser as well",
                        "Check again",
                        "href=\"http://localhost:8080/signed-out?state=s\"");
        assertThat(settled)
                .contains("<p class=\"seal ok\">", "<h1>You are signed out</h1>")
                .doesNotContain("not confirmed", "Check again", "close the browser as well");
    }

    @Test
    @DisplayName("The seal is green only if each app said itself that the person is signed out")
    void the_seal_is_green_only_if_each_app_confirmed() {
        TestClient.MOBILE.tokens(server, alice);

        String silent = alice.get("/logout?client_id=shop").body();

        assertThat(silent).contains("<p class=\"seal info\">", "<h1>You are signed out</h1>", "1 of 1 apps confirmed");
    }

    @Test
    @DisplayName("Everywhere has a receipt over all sessions that ended, by device, and so have the others")
    // Found as fault D5: the receipt showed the apps of this browser only.
    void several_sessions_have_one_receipt() {
        var phone = TestBrowser.signedIn(server, "alice");
        TestBrowser.signedIn(server, "alice");
        TestClient.NEWS.tokens(server, phone);
        news.behave(TestBackChannel.waitingFor(newsMayAnswer));

        String others = receiptOf(WayOut.devices(alice, "/devices/sign-out-others", ""));
        boolean stillSignedIn = alice.isSignedIn();
        TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));
        String everywhere = receiptOf(WayOut.devices(alice, "/devices/sign-out-everywhere", ""));

        assertThat(stillSignedIn).isTrue();
        assertThat(others)
                .contains("<h1>You are signed out everywhere else. News has not confirmed yet.</h1>")
                .contains("<bdi>News</bdi>", "Here you stay signed in", "No app was used with this sign-in.")
                .doesNotContain("<bdi>Shop</bdi>", "Sign in again");
        assertThat(everywhere)
                .containsSubsequence("This device", "<bdi>Shop</bdi>", "Unknown browser", "<bdi>Shop</bdi>")
                .contains("2 of 2 apps confirmed");
    }

    private String receiptOf(HttpResponse<String> answer) {
        assertThat(TestBrowser.location(answer)).startsWith("/logout/receipt/");
        return alice.get(TestBrowser.location(answer)).body();
    }

    @Test
    @DisplayName("A script hears when an app answers, and that none is left")
    void a_script_hears_when_an_app_answers() throws IOException, InterruptedException {
        TestClient.NEWS.tokens(server, alice);
        news.behave(TestBackChannel.waitingFor(newsMayAnswer));
        String receipt = TestBrowser.location(alice.get("/logout?client_id=shop" + TO_SHOP));

        HttpResponse<InputStream> events = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.url(receipt + "/events"))
                                .header(
                                        "Cookie",
                                        "exeunt-receipt=" + alice.cookies().get("exeunt-receipt"))
                                .build(),
                        BodyHandlers.ofInputStream());
        try (InputStream body = events.body()) {
            assertThat(events.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            assertThat(readUntil(body, "\n\n")).contains("event:changed\ndata:1\n");

            newsMayAnswer.countDown();

            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("event:changed\ndata:0\n")
                    .endsWith("event:done\ndata:\n\n");
        }
        assertThat(new TestBrowser(server).get(receipt + "/events").statusCode())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("A client may always want the page, or never")
    void a_client_may_want_it_always_or_never() {
        TestClient.NEWS.tokens(server, alice);
        var always = alice.get("/logout?client_id=news&redirect_uri=http://localhost:8081/signed-out");
        assertThat(always.statusCode()).isEqualTo(200);
        assertThat(always.body())
                .contains("2 of 2 apps confirmed")
                .contains("href=\"http://localhost:8081/signed-out\"");

        alice.signIn("alice");
        TestClient.SHOP.tokens(server, alice);
        shop.behave(TestBackChannel.answering(503));
        var never = alice.get("/logout?client_id=mobile&redirect_uri=org.exeunt.mobile:/logout");
        assertThat(TestBrowser.location(never)).isEqualTo("org.exeunt.mobile:/logout");
    }

    @Test
    @DisplayName("An app that refuses is named too, with nothing to wait for")
    void an_app_that_refuses_is_named() {
        shop.behave(TestBackChannel.answering(400));

        var page = alice.get("/logout?client_id=shop" + TO_SHOP);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(row(page, "Shop")).contains("could not be told");
        assertThat(page.body())
                .contains("<h1>You are signed out here. Shop could not be told.</h1>", "0 of 1 apps confirmed")
                .contains("href=\"http://localhost:8080/signed-out?state=s\"")
                .doesNotContain("Check again");
    }

    private static String row(HttpResponse<String> page, String app) {
        for (String row : page.body().split("<li", -1)) {
            if (row.contains("<bdi>" + app + "</bdi>")) {
                return row;
            }
        }
        throw new AssertionError("no row for " + app + " in " + page.body());
    }

    private static String readUntil(InputStream stream, String end) throws IOException {
        var read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int next = stream.read();
            if (next < 0) {
                throw new AssertionError("ended before '" + end + "': " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }
}
