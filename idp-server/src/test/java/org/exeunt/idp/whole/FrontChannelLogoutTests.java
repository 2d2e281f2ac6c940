package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Old applications hear of a logout in a frame of the page that ends it (OpenID Connect Front-Channel Logout 1.0). */
@TestInstance(Lifecycle.PER_CLASS)
@OnWebTestDatabases
class FrontChannelLogoutTests {

    private static final Pattern FRAME = Pattern.compile("<iframe[^>]* src=\"([^\"]*)\"[^>]*>");

    private static final String TO_SHOP =
            "/logout?client_id=shop&redirect_uri=http://localhost:8080/signed-out&state=s";

    private TestBackChannel shop;

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private TestBrowser alice;

    @BeforeParameterizedClassInvocation
    void start() {
        shop = new TestBackChannel();
        server = RunningServer.start(
                database.freshUrl(),
                "--exeunt.clients.shop.back-channel-logout-uri=" + shop.uri("/"),
                "--exeunt.clients.shop.front-channel-logout-uri=http://localhost:8080/out",
                "--exeunt.clients.news.front-channel-logout-uri=http://localhost:8081/out?a=b%26c&d=e",
                "--exeunt.clients.news.front-channel-logout-session-required=true",
                "--exeunt.clients.news.receipt=never",
                "--exeunt.notifications.answer-within=5s",
                "--exeunt.notifications.poll-interval=20ms");
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
        shop.close();
    }

    @BeforeEach
    void signIn() {
        shop.behave(TestBackChannel.answering(200));
        alice = TestBrowser.signedIn(server, "alice");
    }

    @Test
    @DisplayName(
            "FCL-05, FCL-07 to FCL-11: a frame for each app, with its query, and with iss and sid where it wants them")
    void a_frame_for_each_app() {
        TestClient.Tokens shopTokens = TestClient.SHOP.tokens(server, alice);
        TestClient.Tokens newsTokens = TestClient.NEWS.tokens(server, alice);

        var page = alice.get(TO_SHOP);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(newsTokens.sid()).isEqualTo(shopTokens.sid());
        assertThat(frames(page))
                .containsExactly(
                        "http://localhost:8080/out",
                        "http://localhost:8081/out?a=b%26c&amp;d=e&amp;iss=http%3A%2F%2Flocalhost%3A9000&amp;sid="
                                + newsTokens.sid());
    }

    @Test
    @DisplayName("FCL-17, FCL-18: the page may frame those origins and no others, and nobody may frame it")
    void the_page_may_frame_those_and_no_others() {
        TestClient.NEWS.tokens(server, alice);

        var page = alice.get(TO_SHOP);

        assertThat(TestBrowser.header(page, "Content-Security-Policy"))
                .contains("default-src 'none'")
                .contains("frame-src http://localhost:8081")
                .doesNotContain("8080")
                .contains("frame-ancestors 'none'");
        assertThat(page.body()).contains("sandbox=\"allow-scripts allow-same-origin\"");
        assertThat(TestBrowser.header(page, "X-Frame-Options")).contains("DENY");
        assertThat(TestBrowser.header(page, "Cache-Control")).contains("no-store");
    }

    @Test
    @DisplayName("FCL-19, RPI-37: with scripts the browser goes on when the frames are loaded, without it has a link")
    void the_browser_is_redirected_when_the_frames_are_loaded() {
        TestClient.NEWS.tokens(server, alice);

        var page = alice.get(TO_SHOP);

        assertThat(page.body())
                .contains("href=\"http://localhost:8080/signed-out?state=s\" data-onwards=\"loaded\"")
                // C5: a plain script, which browsers without modules run, too.
                .containsPattern("<script [^>]*/onwards\\.js")
                .doesNotContain("type=\"module\"");
        assertThat(TestBrowser.header(page, "Content-Security-Policy")).contains("script-src 'self'");
    }

    @Test
    @DisplayName(
            "FCL-20, invariant 9: an app that was asked in a frame is never green, one that confirmed by the back channel is")
    void asked_is_not_signed_out() {
        TestClient.SHOP.tokens(server, alice);
        TestClient.NEWS.tokens(server, alice);

        var page = alice.get(TO_SHOP);

        assertThat(page.body())
                .containsPattern("data-state=\"acknowledged\"[^\0]*<bdi>Shop</bdi>")
                .containsPattern("data-state=\"asked\"[^\0]*<bdi>News</bdi>[^\0]*was asked to sign you out")
                .contains("1 of 1 apps confirmed");
    }

    @Test
    @DisplayName(
            "An app that does not answer on the back channel keeps the browser at the receipt, and that has the frames")
    void the_receipt_has_the_frames() {
        TestClient.SHOP.tokens(server, alice);
        TestClient.NEWS.tokens(server, alice);
        shop.behave(TestBackChannel.answering(503));

        String receipt = TestBrowser.location(alice.get(TO_SHOP));
        var page = alice.get(receipt);

        assertThat(frames(page)).hasSize(2);
        assertThat(TestBrowser.header(page, "Content-Security-Policy"))
                .contains("frame-src http://localhost:8080 http://localhost:8081");
        assertThat(page.body()).doesNotContain("data-onwards");
    }

    @Test
    @DisplayName("A client that wants no receipt still has its frames loaded before the browser goes on")
    void without_receipt_the_frames_are_loaded_too() {
        TestClient.NEWS.tokens(server, alice);

        var page = alice.get("/logout?client_id=news&redirect_uri=http://localhost:8081/signed-out");

        assertThat(frames(page)).hasSize(1);
        assertThat(page.body()).contains("href=\"http://localhost:8081/signed-out\" data-onwards=\"loaded\"");
    }

    @Test
    @DisplayName("Nobody is framed who took no part, or when nothing ended")
    void no_other_client_is_framed() {
        TestClient.MOBILE.tokens(server, alice);

        var straightOn = alice.get(TO_SHOP);
        var again = alice.get("/logout?client_id=shop");

        assertThat(TestBrowser.location(straightOn)).isEqualTo("http://localhost:8080/signed-out?state=s");
        assertThat(frames(again)).isEmpty();
        assertThat(TestBrowser.header(again, "Content-Security-Policy")).doesNotContain("frame-src");
    }

    @Test
    @DisplayName("Signing out on the page of devices loads the frames too")
    void the_page_of_devices_loads_the_frames_too() {
        TestClient.NEWS.tokens(server, alice);
        String csrf = TestBrowser.hidden(alice.get("/devices"), "_csrf");

        String receipt = TestBrowser.location(alice.post("/devices/sign-out-everywhere", Map.of("_csrf", csrf)));

        assertThat(frames(alice.get(receipt))).hasSize(1);
    }

    @Test
    @DisplayName("FCL-01, FCL-02, MET-08: discovery says so, since an app has a front channel")
    void discovery_says_so() {
        Map<String, Object> discovery =
                TestClient.json(new TestBrowser(server).get("/.well-known/openid-configuration"));

        assertThat(discovery)
                .containsEntry("frontchannel_logout_supported", true)
                .containsEntry("frontchannel_logout_session_supported", true);
    }

    private static List<String> frames(HttpResponse<String> page) {
        return FRAME.matcher(page.body()).results().map(frame -> frame.group(1)).toList();
    }
}
