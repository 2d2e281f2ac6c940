package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** A frame tells pages of old applications whether the session changed (OpenID Connect Session Management 1.0). */
@TestInstance(Lifecycle.PER_CLASS)
@OnWebTestDatabases
class SessionManagementTests {

    private static final String COOKIE = "exeunt-browser-state";

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(database.freshUrl(), "--exeunt.clients.news.session-management=true");
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    @Test
    @DisplayName(
            "SES-02, SES-04, SES-05, SES-06: the state is the hash that the frame can make again, and no identifier")
    void the_state_is_a_hash() {
        var alice = TestBrowser.signedIn(server, "alice");

        Map<String, String> answer = answer(alice, "");

        assertThat(answer).containsKey("code");
        String state = String.valueOf(answer.get("session_state"));
        assertThat(state).matches("[\\w-]{43}\\.[\\w-]{43}");
        String salt = state.substring(44);
        assertThat(state)
                .isEqualTo(
                        sha256("news http://localhost:8081 " + alice.cookies().get(COOKIE) + " " + salt) + "." + salt);
        assertThat(server.column("sso_session", "sid")).noneMatch(state::contains);
    }

    @Test
    @DisplayName("SES-03, SES-07: an error carries a state too, another one each time")
    void an_error_carries_a_state_too() {
        var nobody = new TestBrowser(server);

        Map<String, String> first = answer(nobody, "&prompt=none");
        Map<String, String> second = answer(nobody, "&prompt=none");

        assertThat(first).containsEntry("error", "login_required");
        String state = String.valueOf(first.get("session_state"));
        String salt = state.substring(44);
        assertThat(state).isEqualTo(sha256("news http://localhost:8081  " + salt) + "." + salt);
        assertThat(second.get("session_state")).isNotEqualTo(state);
    }

    @Test
    @DisplayName(
            "SES-09, SES-14, RPI-42: what the frame sees changes with sign-in, logout and another person, and else stays")
    void the_browser_state_changes_with_the_session() {
        var browser = TestBrowser.signedIn(server, "alice");
        String alice = browser.cookies().get(COOKIE);
        answer(browser, "");
        browser.signIn("alice");
        assertThat(browser.cookies().get(COOKIE)).isEqualTo(alice).matches("[\\w-]{43}");

        browser.signIn("bob");
        String bob = browser.cookies().get(COOKIE);
        assertThat(bob).matches("[\\w-]{43}").isNotEqualTo(alice);

        browser.get("/logout?client_id=news");
        assertThat(browser.cookies()).doesNotContainKey(COOKIE);
        assertThat(answer(browser, "&prompt=none")).containsEntry("error", "login_required");
    }

    @Test
    @DisplayName("SES-09: whoever was signed out elsewhere is seen as signed out once an app asks")
    void a_session_that_ended_elsewhere() {
        var here = TestBrowser.signedIn(server, "bob");
        var elsewhere = TestBrowser.signedIn(server, "bob");
        String csrf = TestBrowser.hidden(elsewhere.get("/devices"), "_csrf");
        elsewhere.post("/devices/sign-out-others", Map.of("_csrf", csrf));
        assertThat(here.cookies()).containsKey(COOKIE);

        answer(here, "&prompt=none");

        assertThat(here.cookies()).doesNotContainKey(COOKIE);
    }

    @Test
    @DisplayName("SES-15: the browser state opens nothing")
    void the_browser_state_opens_nothing() {
        var alice = TestBrowser.signedIn(server, "alice");
        var thief = new TestBrowser(server);
        thief.cookies().put(COOKIE, String.valueOf(alice.cookies().get(COOKIE)));
        thief.cookies().put("exeunt", String.valueOf(alice.cookies().get(COOKIE)));

        assertThat(thief.isSignedIn()).isFalse();
        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName(
            "SES-01, SES-18, SES-21: the frame may be shown by pages of the clients that want it, and loads nothing foreign")
    void origins_that_may_show_the_frame() {
        Map<String, Object> discovery =
                TestClient.json(new TestBrowser(server).get("/.well-known/openid-configuration"));
        assertThat(discovery).containsEntry("check_session_iframe", "http://localhost:9000/connect/check-session");

        var frame = new TestBrowser(server).get("/connect/check-session");

        assertThat(frame.statusCode()).isEqualTo(200);
        assertThat(frame.headers().firstValue("X-Frame-Options")).isEmpty();
        assertThat(TestBrowser.header(frame, "Content-Security-Policy"))
                .isEqualTo("default-src 'none'; script-src 'self'; base-uri 'none';"
                        + " frame-ancestors http://localhost:8081");
        var script = new TestBrowser(server).get("/connect/check-session/v1.js");
        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(TestBrowser.header(script, "Content-Type")).startsWith("text/javascript");
        assertThat(script.body()).doesNotContain("fetch", "XMLHttpRequest", "sendBeacon");
    }

    @Test
    @DisplayName("Nothing of it reaches a client that does not want it")
    void others_hear_nothing_of_it() {
        var alice = TestBrowser.signedIn(server, "alice");

        assertThat(TestBrowser.location(alice.get(TestClient.SHOP.authorizationUrl("openid"))))
                .contains("code=")
                .doesNotContain("session_state");
    }

    @Test
    @DisplayName(
            "Where no client wants it there is no cookie, no frame, and nothing of it in discovery (MET-08, FCL-01)")
    void off_unless_wanted() {
        try (var plain = RunningServer.start(database.freshUrl())) {
            var alice = TestBrowser.signedIn(plain, "alice");

            assertThat(alice.cookies()).doesNotContainKey(COOKIE);
            assertThat(alice.get("/connect/check-session").statusCode()).isEqualTo(404);
            assertThat(TestClient.json(alice.get("/.well-known/openid-configuration")))
                    .doesNotContainKeys(
                            "check_session_iframe",
                            "frontchannel_logout_supported",
                            "frontchannel_logout_session_supported");
        }
    }

    private static Map<String, String> answer(TestBrowser browser, String more) {
        return TestBrowser.query(
                TestBrowser.location(browser.get(TestClient.NEWS.authorizationUrl("openid profile email") + more)));
    }

    /** As the frame computes it. */
    static String sha256(String text) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new AssertionError(everyPlatformHasIt);
        }
    }
}
