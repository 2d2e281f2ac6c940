package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** {@code http.server.requests}, which dashboards for Spring Boot know. */
@TestInstance(Lifecycle.PER_CLASS)
class RequestObservationTests {

    private final TestBackChannel shop = new TestBackChannel();

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @BeforeAll
    void start() {
        server = RunningServer.start(
                TestDatabase.H2.freshUrl(), "--exeunt.clients.shop.back-channel-logout-uri=" + shop.uri("/"));
    }

    @AfterAll
    void stop() {
        server.close();
        shop.close();
    }

    /** Of one kind; an answer is sent before it is counted. */
    private void assertCounted(long times, String... tags) {
        await().untilAsserted(() -> assertThat(
                        server.bean(MeterRegistry.class).find("http.server.requests").tags(tags).timers().stream()
                                .mapToLong(timer -> timer.count())
                                .sum())
                .isEqualTo(times));
    }

    @Test
    @DisplayName("A request is counted with its method, the pattern of its path, its status and its outcome")
    void it_is_counted() {
        var alice = TestBrowser.signedIn(server, "alice");
        alice.get("/no/such/page?secret=1");
        alice.get("/devices");

        assertCounted(1, "uri", "/devices", "method", "GET", "status", "200", "outcome", "SUCCESS");
        assertCounted(1, "method", "GET", "status", "404", "outcome", "CLIENT_ERROR");
        assertThat(server.bean(MeterRegistry.class).find("http.server.requests").timers())
                .allSatisfy(timer -> assertThat(timer.getId().getTags())
                        .extracting(tag -> tag.getKey())
                        .containsExactlyInAnyOrder("error", "exception", "method", "outcome", "status", "uri"))
                .noneSatisfy(timer -> assertThat(timer.getId().getTag("uri")).contains("such"));
    }

    @Test
    @DisplayName("An answer that goes on without its thread is counted, once")
    void a_stream_is_counted() {
        var shopMayAnswer = new CountDownLatch(1);
        shop.behave(TestBackChannel.waitingFor(shopMayAnswer));
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);
        String receipt = TestBrowser.location(
                alice.get("/logout?client_id=shop&redirect_uri=" + TestBrowser.encode(TestClient.SHOP.signedOut())));
        shopMayAnswer.countDown();

        assertThat(alice.get(receipt + "/events").body()).contains("done");

        assertCounted(1, "uri", "/logout/receipt/{id}/events", "status", "200", "exception", "none");
        // Whatever would count it again has had its turn once a later request was counted.
        alice.send("HEAD", "/login");
        assertCounted(1, "method", "HEAD");
        assertCounted(1, "uri", "/logout/receipt/{id}/events");
    }
}
