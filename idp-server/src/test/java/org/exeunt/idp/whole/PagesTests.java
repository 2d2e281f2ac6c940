package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The pages, as a browser without JavaScript shows them. */
class PagesTests {

    private final RunningServer server = RunningServer.shared(TestDatabase.H2);
    private final WebClient browser = new WebClient(BrowserVersion.FIREFOX);

    @BeforeEach
    void openBrowser() {
        browser.getOptions().setJavaScriptEnabled(false);
        browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
    }

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @Test
    void a_wrong_password_leads_back_to_the_form_and_the_right_one_in() throws IOException {
        HtmlPage wrong = signIn(page("/login?client_id=news"), "alice", "wrong");
        String theme = stylesheets(wrong);
        HtmlPage home = signIn(wrong, "alice", "alice-demo-password");

        assertThat(wrong.asNormalizedText()).contains("News", "alice-demo-password");
        assertThat(theme).contains("/themes/news/theme.css");
        assertThat(home.asNormalizedText()).contains("Alice Adams");
    }

    @Test
    @DisplayName("RPI-14, RPI-17, RPI-18: no keeps the session, yes ends it, and a question is answered once")
    void the_question_is_answered_once() throws IOException {
        signIn(page("/login"), "alice", "alice-demo-password");
        HtmlPage question = page("/connect/logout");
        HtmlPage sameQuestion = page("/connect/logout");

        HtmlPage stayed = answer(question, "stay");
        HtmlPage refused = answer(question, "sign-out");
        HtmlPage signedOut = answer(sameQuestion, "sign-out");

        assertThat(question.asNormalizedText()).contains("Alice Adams");
        assertThat(stayed.asNormalizedText()).contains("still signed in", "Alice Adams");
        assertThat(refused.getWebResponse().getStatusCode()).isEqualTo(400);
        assertThat(signedOut.asNormalizedText()).contains("signed out");
        assertThat(page("/").asNormalizedText()).doesNotContain("Alice Adams");
    }

    @Test
    void a_question_about_the_session_before_ends_nothing_in_the_next() throws IOException {
        signIn(page("/login"), "alice", "alice-demo-password");
        HtmlPage question = page("/connect/logout");
        page("/logout?client_id=shop");
        signIn(page("/login"), "bob", "bob-demo-password");

        HtmlPage stayed = answer(question, "sign-out");

        assertThat(stayed.asNormalizedText()).contains("still signed in", "Bob Brown");
        assertThat(page("/").asNormalizedText()).contains("Bob Brown");
    }

    @Test
    @DisplayName("RPI-31, RPI-32: the first language that we speak")
    void ui_locales_choose_the_language() throws IOException {
        HtmlPage norwegian = page("/login?ui_locales=zz%20nb%20en");
        HtmlPage remembered = page("/login");
        HtmlPage nonsense = page("/login?ui_locales=xx-YY%20klingon%20%22%3E");

        assertThat(norwegian.getDocumentElement().getAttribute("lang")).isEqualTo("nb");
        assertThat(remembered.getDocumentElement().getAttribute("lang")).isEqualTo("nb");
        assertThat(nonsense.getWebResponse().getStatusCode()).isEqualTo(200);
    }

    @Test
    void our_own_front_page_signs_out_without_a_question() throws IOException {
        signIn(page("/login"), "alice", "alice-demo-password");
        HtmlPage home = page("/");
        browser.addRequestHeader("Sec-Fetch-Site", "same-origin");
        browser.addRequestHeader("Sec-Fetch-Dest", "document");

        HtmlPage signedOut = button(home, "action", "/logout").click();

        assertThat(signedOut.asNormalizedText()).contains("signed out");
        assertThat(page("/").asNormalizedText()).doesNotContain("Alice Adams");
    }

    @Test
    void an_unknown_path_is_a_page_with_a_way_on() throws IOException {
        signIn(page("/login"), "alice", "alice-demo-password");
        HtmlPage missing = page("/nowhere");

        assertThat(missing.getWebResponse().getStatusCode()).isEqualTo(404);
        assertThat(missing.asNormalizedText()).contains("There is no page here");
        assertThat(missing.getAnchors()).isNotEmpty();
    }

    @Test
    @DisplayName("RFC 8628: a device is connected with consent, and its tokens end with the session")
    void a_device_is_connected_with_consent() throws IOException {
        var device = TestClient.json(
                TestClient.MOBILE.call(server, "/oauth2/device_authorization", Map.of("scope", "profile")));
        signIn(page("/login"), "alice", "alice-demo-password");
        HtmlPage unknown = enter(page("/activate"), "BCDF-GHJK");
        HtmlPage consent = enter(page("/activate"), String.valueOf(device.get("user_code")));

        HtmlPage connected =
                button(consent, "action", "/oauth2/device_verification").click();
        Tokens tokens = Tokens.of(TestClient.MOBILE.call(
                server,
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:device_code",
                        "device_code",
                        String.valueOf(device.get("device_code")))));
        int before = TestClient.userinfo(server, tokens.access());
        page("/logout?client_id=shop");

        assertThat(unknown.asNormalizedText()).contains("code");
        assertThat(consent.asNormalizedText()).contains("Mobile app", "Alice Adams");
        assertThat(connected.getWebResponse().getStatusCode()).isEqualTo(200);
        assertThat(before).as("accepted, though good for nothing there").isEqualTo(403);
        assertThat(TestClient.userinfo(server, tokens.access())).isEqualTo(401);
    }

    @Test
    @DisplayName("REV-27, RAC-07: a device that was connected before a logout and asks after it gets nothing")
    void a_device_that_asks_after_the_logout_gets_nothing() throws IOException {
        var device = TestClient.json(
                TestClient.MOBILE.call(server, "/oauth2/device_authorization", Map.of("scope", "profile email")));
        signIn(page("/login"), "bob", "bob-demo-password");
        HtmlPage consent = enter(page("/activate"), String.valueOf(device.get("user_code")));
        button(consent, "action", "/oauth2/device_verification").click();
        page("/logout?client_id=shop");

        var answer = TestClient.MOBILE.call(
                server,
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:device_code",
                        "device_code",
                        String.valueOf(device.get("device_code"))));

        assertThat(consent.asNormalizedText()).contains("Bob Brown");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("access_token", "authorization_pending");
    }

    private HtmlPage page(String path) throws IOException {
        return browser.getPage(server.url(path).toURL());
    }

    private static HtmlPage signIn(HtmlPage page, String username, String password) throws IOException {
        ((HtmlInput) page.getElementByName("username")).setValue(username);
        ((HtmlInput) page.getElementByName("password")).setValue(password);
        return button(page, "action", "/login").click();
    }

    private static HtmlPage enter(HtmlPage page, String userCode) throws IOException {
        ((HtmlInput) page.getElementByName("user_code")).setValue(userCode);
        return button(page, "action", "/oauth2/device_verification").click();
    }

    private static HtmlPage answer(HtmlPage question, String answer) throws IOException {
        return ((HtmlButton) question.getFirstByXPath("//button[@value='" + answer + "']")).click();
    }

    private static HtmlButton button(HtmlPage page, String attribute, String value) {
        return page.getFirstByXPath("//form[@" + attribute + "='" + value + "']//button[@type='submit']");
    }

    private static String stylesheets(HtmlPage page) {
        return String.join(
                " ",
                page.getElementsByTagName("link").stream()
                        .map(link -> link.getAttribute("href"))
                        .toList());
    }
}
