package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** The page "Your devices": what it shows, and what its forms do. */
@TestInstance(Lifecycle.PER_CLASS)
@OnWebTestDatabases
class DevicesPageTests {

    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";
    private static final String IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
            + " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(
                database.freshUrl(),
                "--exeunt.accounts.carol.password=carol-demo-password",
                "--exeunt.accounts.dave.password=dave-demo-password",
                "--exeunt.accounts.erin.password=erin-demo-password");
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("System D: the page shows this device first, the others, and what ended and how")
    void the_page_shows_where_a_person_is_signed_in() {
        var laptop = signedIn("carol", FIREFOX);
        TestClient.NEWS.tokens(server, laptop);
        signedIn("carol", IPHONE);
        signedIn("carol", "").send("POST", "/api/auth/logout");

        String page = laptop.get("/devices").body();
        String norwegian = laptop.get("/devices", "Accept-Language", "nb").body();
        HttpResponse<String> nobody = new TestBrowser(server).get("/devices");

        assertThat(page)
                .containsSubsequence(
                        "Firefox on Linux",
                        "This device",
                        "active just now",
                        "News",
                        "Safari on iPhone",
                        "Ended in the last seven days",
                        "Unknown browser",
                        "You signed out");
        assertThat(norwegian).contains("Enhetene dine", "Safari på iPhone", "Du logget ut");
        assertThat(TestBrowser.location(nobody)).contains("/login");
    }

    @Test
    @DisplayName("System D: one device is signed out by its button, also this one")
    void one_device_is_signed_out() {
        var laptop = signedIn("dave", FIREFOX);
        var phone = signedIn("dave", IPHONE);
        Tokens here = TestClient.SHOP.tokens(server, laptop);
        Tokens there = TestClient.SHOP.tokens(server, phone);

        HttpResponse<String> done = post(laptop, "/devices/sign-out", there.sid());
        boolean signedInHere = laptop.isSignedIn();
        HttpResponse<String> signedOut = post(laptop, "/devices/sign-out", here.sid());

        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(TestBrowser.location(done)).isEqualTo("/devices?done=one");
        assertThat(phone.isSignedIn()).isFalse();
        assertThat(signedInHere).isTrue();
        assertThat(laptop.get(TestBrowser.location(signedOut)).body()).contains("You are signed out", "Shop");
        assertThat(laptop.isSignedIn()).isFalse();
        assertThat(laptop.sessionCookie()).isEmpty();
    }

    @Test
    @DisplayName("System D: all others, and all, are signed out by a button each")
    void all_devices_are_signed_out() {
        var laptop = signedIn("erin", FIREFOX);
        var phone = signedIn("erin", IPHONE);

        HttpResponse<String> others = post(laptop, "/devices/sign-out-others", "");
        boolean signedInHere = laptop.isSignedIn();
        String page = laptop.get(TestBrowser.location(others)).body();
        String again = TestBrowser.location(post(laptop, "/devices/sign-out-others", ""));
        String devices = laptop.get(again).body();
        HttpResponse<String> everywhere = post(laptop, "/devices/sign-out-everywhere", "");

        assertThat(phone.isSignedIn()).isFalse();
        assertThat(signedInHere).isTrue();
        assertThat(page).contains("<h1>You are signed out everywhere else</h1>", "Safari on iPhone");
        assertThat(again).isEqualTo("/devices?done=others");
        assertThat(devices).contains("Signed out everywhere else").doesNotContain("/devices/sign-out-others");
        assertThat(laptop.get(TestBrowser.location(everywhere)).body()).contains("You are signed out");
        assertThat(laptop.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName("SEC-21: without the token of the form, from another site, or about another's session nothing ends")
    void requests_that_may_not_end_a_session_do_not() {
        var alice = TestBrowser.signedIn(server, "alice");
        var bob = TestBrowser.signedIn(server, "bob");
        String bobs = TestClient.SHOP.tokens(server, bob).sid();
        String own = TestClient.SHOP.tokens(server, alice).sid();

        HttpResponse<String> withoutToken = alice.post("/devices/sign-out", Map.of("session", own));
        HttpResponse<String> foreign = alice.post(
                "/devices/sign-out-everywhere", "", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate");
        HttpResponse<String> another = post(alice, "/devices/sign-out", bobs);
        HttpResponse<String> nonsense = post(alice, "/devices/sign-out", "<script>");

        assertThat(withoutToken.statusCode()).isEqualTo(403);
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(another.statusCode()).isEqualTo(404);
        assertThat(nonsense.statusCode()).isEqualTo(400);
        assertThat(alice.isSignedIn()).isTrue();
        assertThat(bob.isSignedIn()).isTrue();
    }

    private HttpResponse<String> post(TestBrowser browser, String path, String session) {
        String csrf = TestBrowser.hidden(browser.get("/devices"), "_csrf");
        return browser.post(path, Map.of("session", session, "_csrf", csrf));
    }

    private TestBrowser signedIn(String username, String userAgent) {
        var browser = new TestBrowser(server);
        HttpResponse<String> answer = browser.post("/login", browser.signInForm(username), "User-Agent", userAgent);
        assertThat(TestBrowser.location(answer)).doesNotContain("error");
        return browser;
    }
}
