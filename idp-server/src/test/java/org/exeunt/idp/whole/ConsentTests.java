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
        server = RunningServer.start(database.freshUrl(), "--exeunt.clients.mobile.require-consent=true");
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
