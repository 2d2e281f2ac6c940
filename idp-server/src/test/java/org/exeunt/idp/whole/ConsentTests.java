package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** The consent page and the answers from it. */
@TestInstance(Lifecycle.PER_CLASS)
@OnWebTestDatabases
class ConsentTests {

    private static final String CALLBACK = "http://127.0.0.1:4711/callback?";

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(
                database.freshUrl(),
                "--exeunt.clients.mobile.require-consent=true",
                "--exeunt.accounts.carol.password=" + TestClient.password("carol"),
                "--exeunt.accounts.dave.password=" + TestClient.password("dave"),
                "--exeunt.clients.mobile.scopes=openid,profile,email,offline_access,orders.read",
                "--exeunt.consent.scopes.orders.id=orders.read",
                "--exeunt.consent.scopes.orders.text.en=See your orders",
                "--exeunt.consent.scopes.orders.text.nb=Se ordrene dine");
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("A consent page whose session ended, or whose button is pressed twice, ends at its application")
    void a_consent_page_ends_at_its_application() {
        // Faults B1 and B2.
        var browser = TestBrowser.signedIn(server, "alice");
        Map<String, String> answer = answerTo(consentPage(browser, "openid profile"));
        browser.copyFor(server).get("/logout?client_id=shop");

        HttpResponse<String> signedOut = browser.post("/oauth2/authorize", answer);
        HttpResponse<String> signInPage = browser.get(TestBrowser.location(signedOut));
        HttpResponse<String> asked =
                follow(browser, browser.post("/login", TestBrowser.signInForm(signInPage, "alice")));
        Map<String, String> second = answerTo(browser.get(path(asked)));
        HttpResponse<String> allowed = browser.post("/oauth2/authorize", second);
        HttpResponse<String> pressedTwice = follow(browser, browser.post("/oauth2/authorize", second));

        assertThat(signInPage.body()).contains("You are signed out in this browser");
        assertThat(TestBrowser.location(allowed)).startsWith(CALLBACK + "code=");
        assertThat(TestBrowser.location(pressedTwice)).startsWith(CALLBACK + "code=");
    }

    @Test
    @DisplayName("The page shows the scopes in the order asked, with texts, and ticks all but offline access")
    void scopes_are_shown_in_the_order_asked() {
        // Fault D18.
        var browser = TestBrowser.signedIn(server, "alice");
        String asked = path(
                browser.get(TestClient.MOBILE.authorizationUrl("orders.read offline_access openid email profile")));

        String page = browser.get(asked).body();
        String norwegian = browser.get(asked, "Accept-Language", "nb").body();

        assertThat(page)
                .containsSubsequence(
                        "Mobile app",
                        "127.0.0.1:4711",
                        "Recognise you",
                        "See your orders",
                        "while you are away",
                        "email address",
                        "name and profile")
                .containsPattern("checked=\"checked\"[^>]*value=\"profile\"|value=\"profile\"[^>]*checked")
                .doesNotContainPattern(
                        "<input[^>]*checked[^>]*value=\"offline_access\"|value=\"offline_access\"[^>]*checked");
        assertThat(norwegian).contains("Se ordrene dine");
    }

    @Test
    @DisplayName("What is not ticked is not granted, and openid needs no tick")
    void what_is_not_ticked_is_not_granted() {
        var browser = TestBrowser.signedIn(server, "alice");
        HttpResponse<String> page = consentPage(browser, "openid email orders.read");
        Map<String, String> answer = TestBrowser.fields(page, "/oauth2/authorize");

        HttpResponse<String> allowed = browser.post("/oauth2/authorize", answer);
        HttpResponse<String> tokens = TestClient.MOBILE.redeem(server, TestClient.code(allowed));

        assertThat(TestClient.json(tokens, "scope")).isEqualTo("openid");
    }

    @Test
    @DisplayName("Cancel is access_denied, also for scopes that were granted before")
    void cancel_is_access_denied() {
        var browser = TestBrowser.signedIn(server, "bob");
        HttpResponse<String> before =
                browser.post("/oauth2/authorize", answerTo(consentPage(browser, "openid profile")));
        HttpResponse<String> page = consentPage(browser, "openid profile email");
        Map<String, String> cancel = TestBrowser.fields(page, "/oauth2/authorize");
        cancel.remove("answer");
        cancel.remove("scope");

        HttpResponse<String> cancelled = browser.post("/oauth2/authorize", cancel);

        assertThat(TestBrowser.location(before)).contains("code=");
        assertThat(TestBrowser.location(cancelled))
                .startsWith(CALLBACK + "error=access_denied")
                .doesNotContain("code=");
    }

    // A15
    @Test
    @DisplayName(
            "A stored consent without access is listed on Your devices, and once it is withdrawn the app has to ask again")
    void a_consent_without_access_is_withdrawn() {
        var dave = TestBrowser.signedIn(server, "dave");
        dave.post("/oauth2/authorize", answerTo(consentPage(dave, "openid profile")));
        var first = TestBrowser.signedIn(server, "carol");
        HttpResponse<String> allowed = first.post("/oauth2/authorize", answerTo(consentPage(first, "openid profile")));
        TestClient.MOBILE.redeem(server, TestClient.code(allowed));
        String whileItHasAccess = first.get("/devices").body();
        first.get("/logout?client_id=shop");
        var carol = TestBrowser.signedIn(server, "carol");
        HttpResponse<String> listed = carol.get("/devices");
        HttpResponse<String> norwegian = carol.get("/devices", "Accept-Language", "nb");
        String silent = TestClient.MOBILE.authorizationUrl("openid profile") + "&prompt=none";
        String before = TestBrowser.location(carol.get(silent));
        Map<String, String> withdrawal = TestBrowser.fields(listed, "/devices/sign-out-of-app");

        HttpResponse<String> withdrawn = carol.post("/devices/sign-out-of-app", withdrawal);

        assertThat(whileItHasAccess).contains("Apps with access").doesNotContain("Withdraw permission");
        assertThat(listed.body()).contains("Apps that have your permission", "Mobile app", "Withdraw permission");
        assertThat(norwegian.body()).contains("Apper som har din tillatelse", "Trekk tilbake tillatelsen");
        assertThat(before).contains("code=");
        assertThat(withdrawal).containsEntry("app", "mobile");
        assertThat(TestBrowser.location(withdrawn)).isEqualTo("/devices?done=app");
        assertThat(carol.get("/devices").body()).doesNotContain("Withdraw permission");
        assertThat(TestBrowser.location(carol.get(silent))).contains("error=consent_required");
        assertThat(consentPage(carol, "openid profile").body()).contains("Mobile app");
        assertThat(TestBrowser.location(dave.get(silent))).as("another user").contains("code=");
        assertThat(server.jdbc()
                        .sql("select actor, way, client_id from audit_event where outcome = 'consent_withdrawn'")
                        .query((row, _) -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3))
                        .list())
                .containsExactly("person devices mobile");
    }

    private static HttpResponse<String> consentPage(TestBrowser browser, String scope) {
        return browser.get(path(browser.get(TestClient.MOBILE.authorizationUrl(scope))));
    }

    private static Map<String, String> answerTo(HttpResponse<String> consentPage) {
        Map<String, String> answer = TestBrowser.fields(consentPage, "/oauth2/authorize");
        answer.put("scope", "profile");
        return answer;
    }

    private static HttpResponse<String> follow(TestBrowser browser, HttpResponse<String> answer) {
        return browser.get(path(answer));
    }

    private static String path(HttpResponse<String> answer) {
        return TestBrowser.location(answer).replaceFirst("^https?://localhost:[0-9]+", "");
    }
}
