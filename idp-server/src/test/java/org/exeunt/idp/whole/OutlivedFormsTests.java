package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms of pages that were loaded before the browser's session began, ended or lost its cookies. Faults B1, B2, B3. */
@OnEachDatabase
class OutlivedFormsTests {

    private static final String[] SAME_ORIGIN = {"Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "navigate"};

    private final RunningServer server;

    OutlivedFormsTests(TestDatabase database) {
        server = RunningServer.shared(database);
    }

    @Test
    @DisplayName("Of two sign-in pages each leads to its own application, in one session")
    void two_sign_in_pages_lead_to_their_own_applications() {
        var browser = new TestBrowser(server);
        HttpResponse<String> forShop = signInPage(browser, TestClient.SHOP);
        HttpResponse<String> forNews = signInPage(browser, TestClient.NEWS);

        HttpResponse<String> atShop = follow(browser, browser.post("/login", TestBrowser.signInForm(forShop, "alice")));
        HttpResponse<String> atNews = follow(browser, browser.post("/login", TestBrowser.signInForm(forNews, "alice")));

        assertThat(TestBrowser.location(atShop)).startsWith(TestClient.SHOP.origin() + "/login/oauth2/code");
        assertThat(TestBrowser.location(atNews)).startsWith(TestClient.NEWS.origin() + "/login/oauth2/code");
        assertThat(sid(TestClient.SHOP, atShop)).isEqualTo(sid(TestClient.NEWS, atNews));
    }

    @Test
    @DisplayName("A double press of “Sign in” begins one session, which the browser has")
    void a_double_press_begins_one_session() {
        var first = new TestBrowser(server);
        Map<String, String> form = TestBrowser.signInForm(signInPage(first, TestClient.SHOP), "alice");
        var second = first.copyFor(server);

        // The browser drops the answer to the first press, and with it the cookie of the session.
        HttpResponse<String> dropped = first.post("/login", form);
        HttpResponse<String> kept = second.post("/login", form);

        assertThat(List.of(dropped.statusCode(), kept.statusCode())).containsOnly(302);
        assertThat(sid(TestClient.SHOP, follow(first, dropped))).isEqualTo(sid(TestClient.SHOP, follow(second, kept)));
    }

    @Test
    @DisplayName("Several presses at the same moment begin one session")
    void presses_at_the_same_moment_begin_one_session() {
        Repeat.run(_ -> {
            var browser = new TestBrowser(server);
            Map<String, String> form = TestBrowser.signInForm(signInPage(browser, TestClient.SHOP), "bob");
            List<TestBrowser> presses =
                    List.of(browser.copyFor(server), browser.copyFor(server), browser.copyFor(server));

            ConcurrentRequests.send(presses.stream()
                    .<java.util.concurrent.Callable<HttpResponse<String>>>map(press -> () -> press.post("/login", form))
                    .toList());

            assertThat(presses.stream()
                            .map(press -> TestClient.SHOP.tokens(server, press).sid())
                            .distinct())
                    .hasSize(1);
        });
    }

    @Test
    @DisplayName("A double press that authenticates a signed-in person again keeps their one session")
    void a_double_press_keeps_the_session() {
        var first = TestBrowser.signedIn(server, "alice");
        String before = TestClient.SHOP.tokens(server, first).sid();
        HttpResponse<String> asked = first.get(TestClient.SHOP.authorizationUrl("openid") + "&prompt=login");
        Map<String, String> form = TestBrowser.signInForm(first.get(TestBrowser.location(asked)), "alice");
        var second = first.copyFor(server);

        first.post("/login", form);
        HttpResponse<String> kept = second.post("/login", form);

        assertThat(sid(TestClient.SHOP, follow(second, kept))).isEqualTo(before);
    }

    @Test
    @DisplayName(
            "A sign-in page whose browser has lost its cookies signs in all the same, or once more, and knows the way")
    void a_sign_in_page_survives_the_loss_of_cookies() {
        var browser = new TestBrowser(server);
        HttpResponse<String> page = signInPage(browser, TestClient.SHOP);
        browser.cookies().clear();
        var old = browser.copyFor(server);

        HttpResponse<String> signedIn = browser.post("/login", TestBrowser.signInForm(page, "alice"), SAME_ORIGIN);
        HttpResponse<String> again = old.post("/login", TestBrowser.signInForm(page, "alice"));
        HttpResponse<String> secondPage = old.get(TestBrowser.location(again));
        HttpResponse<String> atLast = old.post("/login", TestBrowser.signInForm(secondPage, "alice"));

        assertThat(TestBrowser.location(follow(browser, signedIn))).startsWith(TestClient.SHOP.origin());
        assertThat(secondPage.body()).contains("you are not signed in yet");
        assertThat(TestBrowser.location(follow(old, atLast))).startsWith(TestClient.SHOP.origin());
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
    })
    @DisplayName("SEC-03, SEC-14: a form of another site is refused, whatever token it has")
    void forms_of_other_sites_are_refused(String header, String value) {
        var browser = new TestBrowser(server);
        var alice = TestBrowser.signedIn(server, "alice");
        String csrf = TestBrowser.hidden(alice.get("/devices"), "_csrf");

        HttpResponse<String> signIn = browser.post("/login", browser.signInForm("bob"), header, value);
        HttpResponse<String> signOut = alice.post("/devices/sign-out-everywhere", Map.of("_csrf", csrf), header, value);
        HttpResponse<String> device = alice.post(
                "/oauth2/device_verification", Map.of("_csrf", csrf, "user_code", "BCDF-GHJK"), header, value);

        assertThat(List.of(signIn.statusCode(), signOut.statusCode(), device.statusCode()))
                .containsOnly(403);
        assertThat(browser.isSignedIn()).isFalse();
        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("SEC-03: a sign-in form with another browser's token signs nobody in")
    void another_browsers_token_signs_nobody_in() {
        var attacker = new TestBrowser(server);
        var victim = new TestBrowser(server);
        victim.get("/login");

        HttpResponse<String> answer = victim.post("/login", attacker.signInForm("bob"));

        assertThat(TestBrowser.location(answer)).startsWith("/login?");
        assertThat(victim.isSignedIn()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/devices, /devices/sign-out",
        "/devices, /devices/sign-out-everywhere",
        "/password, /password",
        "/activate, /oauth2/device_verification",
    })
    @DisplayName("A form whose session ended elsewhere leads to the sign-in page, which says so and returns")
    void a_session_that_ended_elsewhere(String page, String form) {
        var here = TestBrowser.signedIn(server, "alice");
        Map<String, String> fields = new HashMap<>(TestBrowser.fields(here.get(page), form));
        fields.put("user_code", "BCDF-GHJK");
        here.copyFor(server).get("/logout?client_id=shop");

        HttpResponse<String> answer = here.post(form, fields);
        HttpResponse<String> signInPage = here.get(TestBrowser.location(answer));
        HttpResponse<String> back = here.post("/login", TestBrowser.signInForm(signInPage, "alice"));

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(TestBrowser.location(answer)).startsWith("/login?");
        assertThat(signInPage.body()).contains("You are signed out in this browser");
        assertThat(TestBrowser.location(back)).isEqualTo(page);
    }

    @Test
    @DisplayName("“Sign out everywhere” pressed twice ends at a page that does not deny it")
    void everywhere_pressed_twice() {
        var first = TestBrowser.signedIn(server, "alice");
        Map<String, String> form = TestBrowser.fields(first.get("/devices"), "/devices/sign-out-everywhere");
        var second = first.copyFor(server);

        first.post("/devices/sign-out-everywhere", form);
        HttpResponse<String> again = second.post("/devices/sign-out-everywhere", form);

        assertThat(again.statusCode()).isEqualTo(302);
        assertThat(second.get(TestBrowser.location(again)).body())
                .contains("You are signed out in this browser")
                .doesNotContain("Nothing was done");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example",
                "/logout?client_id=shop",
                "/api/2/logout",
                "/devices/../logout",
                "/devices%0d%0aSet-Cookie:a=b",
                "javascript:alert(1)",
            })
    @DisplayName("Where to go on after a sign-in can only be one of our pages that change nothing")
    void only_our_pages_are_gone_on_to(String address) {
        var browser = new TestBrowser(server);
        HttpResponse<String> page = browser.get("/login?continue=" + TestBrowser.encode(address));
        Map<String, String> form = TestBrowser.signInForm(page, "alice");
        form.put("continue", address);

        HttpResponse<String> signedIn = browser.post("/login", form);

        assertThat(page.body()).doesNotContain("name=\"continue\"");
        assertThat(TestBrowser.location(signedIn)).isEqualTo("/");
    }

    @Test
    @DisplayName("After a wrong password the page still knows the username and the way")
    void a_wrong_password_keeps_the_username_and_the_way() {
        // Fault D19.
        var browser = new TestBrowser(server);
        Map<String, String> form = TestBrowser.signInForm(signInPage(browser, TestClient.SHOP), "alice");
        form.put("password", "wrong");

        HttpResponse<String> wrong = browser.post("/login", form);
        HttpResponse<String> right = browser.post("/login", TestBrowser.signInForm(wrong, "alice"));

        assertThat(wrong.body())
                .contains("The username or the password is wrong")
                .containsPattern("id=\"username\"[^>]+value=\"alice\"")
                .containsOnlyOnce("aria-invalid=\"true\"")
                .containsPattern("id=\"password\"[^>]+aria-invalid=\"true\"");
        assertThat(TestBrowser.location(follow(browser, right))).startsWith(TestClient.SHOP.origin());
    }

    private static HttpResponse<String> signInPage(TestBrowser browser, TestClient client) {
        return browser.get(TestBrowser.location(browser.get(client.authorizationUrl("openid profile email"))));
    }

    private static HttpResponse<String> follow(TestBrowser browser, HttpResponse<String> answer) {
        return browser.get(path(answer));
    }

    private static String path(HttpResponse<String> answer) {
        return TestBrowser.location(answer).replaceFirst("^https?://localhost:[0-9]+", "");
    }

    private String sid(TestClient client, HttpResponse<String> withCode) {
        return TestClient.Tokens.of(client.redeem(server, TestClient.code(withCode)))
                .sid();
    }
}
