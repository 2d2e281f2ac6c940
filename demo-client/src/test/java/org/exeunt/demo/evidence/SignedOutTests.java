package org.exeunt.demo.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.exeunt.demo.StubServer;
import org.exeunt.demo.TestBrowser;
import org.exeunt.demo.TestBrowser.Page;
import org.exeunt.demo.TestDemo;
import org.junit.jupiter.api.Test;

class SignedOutTests {

    private static final List<String> ROWS = List.of("row-session", "row-userinfo", "row-introspection", "row-refresh");

    private final StubServer server = TestDemo.server();
    private final TestBrowser browser = TestBrowser.signedIn();
    private final Page home = browser.open(TestDemo.shop() + "/");

    @Test
    void after_a_redirect_everything_is_gone() {
        Page proof = browser.press(home, "/sign-out/redirect");

        assertThat(answers(proof)).containsExactly("gone", "refused", "inactive", "refused");
        assertThat(proof.attribute("verdict", "data-verdict")).isEqualTo("proven");
        assertThat(proof.attribute("journey", "data-journey")).isEqualTo("Returned");
    }

    @Test
    void after_an_api_call_the_session_is_alive_by_design() {
        Page proof = browser.press(home, "/sign-out/api");

        assertThat(answers(proof)).containsExactly("alive", "refused", "inactive", "refused");
        assertThat(proof.attribute("verdict", "data-verdict")).isEqualTo("proven");
        assertThat(proof.html()).contains("the session lives on").doesNotContain("the server confirms it");
    }

    @Test
    void the_session_that_an_api_call_left_can_be_ended_from_the_page() {
        Page proof = browser.press(home, "/sign-out/api");

        Page ended = browser.press(proof, "/signed-out/end-session");

        assertThat(answers(ended)).containsExactly("gone", "refused", "inactive", "refused");
        assertThat(ended.attribute("verdict", "data-kind")).isEqualTo("redirect");
        assertThat(ended.attribute("verdict", "data-verdict")).isEqualTo("proven");
    }

    @Test
    void a_user_without_evidence_can_sign_out_of_the_server() {
        TestBrowser visitor = new TestBrowser();
        Page plain = visitor.open(TestDemo.shop() + "/signed-out");

        Page back = visitor.press(plain, "/signed-out/end-session");

        assertThat(server.count("GET /logout")).isEqualTo(1);
        assertThat(back.has("plain")).isTrue();
    }

    @Test
    void a_server_that_lies_is_found_out() {
        server.lying();

        Page proof = browser.press(home, "/sign-out/redirect");

        assertThat(answers(proof)).containsExactly("alive", "accepted", "active", "accepted");
        assertThat(proof.attribute("verdict", "data-verdict")).isEqualTo("broken");
    }

    @Test
    void a_refresh_token_that_was_accepted_is_still_accepted_when_asked_again() {
        server.lying();
        Page proof = browser.press(home, "/sign-out/redirect");

        Page again = browser.press(proof, "/signed-out/ask-again");

        assertThat(again.attribute("row-refresh", "data-answer")).isEqualTo("accepted");
    }

    @Test
    void a_server_that_refuses_every_token_may_still_have_the_session() {
        server.refusing();

        Page proof = browser.press(home, "/sign-out/api");

        assertThat(answers(proof)).containsExactly("alive", "refused", "inactive", "refused");
    }

    @Test
    void a_server_that_is_down_proves_nothing_and_blocks_no_user() {
        server.down();

        Page proof = browser.press(home, "/sign-out/api");

        assertThat(answers(proof)).containsOnly("no-answer");
        assertThat(proof.attribute("verdict", "data-verdict")).isEqualTo("unknown");
        assertThat(server.count("GET /oauth2/authorize")).isEqualTo(1);
    }

    @Test
    void an_error_of_the_server_is_no_refusal() {
        server.failing();

        Page proof = browser.press(home, "/sign-out/api");

        assertThat(answers(proof)).containsOnly("no-answer");
    }

    @Test
    void each_thing_is_asked_once() {
        browser.press(home, "/sign-out/api");
        List<String> asked = List.copyOf(server.requests());

        Page reloaded = browser.open(TestDemo.shop() + "/signed-out");

        assertThat(reloaded.hops()).isEmpty();
        assertThat(server.requests()).isEqualTo(asked);
    }

    @Test
    void the_answer_to_a_probe_is_not_a_sign_in() {
        Page proof = browser.press(home, "/sign-out/api");

        assertThat(proof.attribute("row-session", "data-answer")).isEqualTo("alive");
        assertThat(server.count("POST /oauth2/token"))
                .as("sign-in and one refresh")
                .isEqualTo(2);
        assertThat(browser.open(TestDemo.shop() + "/").has("sign-in")).isTrue();
    }

    @Test
    void a_probe_that_does_not_come_back_is_not_sent_again_unless_asked() {
        browser.postFromScript(home, "/sign-out/local");
        Page sent = browser.peek(TestDemo.shop() + "/signed-out");

        Page proof = browser.open(TestDemo.shop() + "/signed-out");
        Page again = browser.press(proof, "/signed-out/ask-again");

        assertThat(Objects.requireNonNull(sent.location())).contains("/oauth2/authorize?", "prompt=none");
        assertThat(proof.hops()).isEmpty();
        assertThat(proof.attribute("row-session", "data-answer")).isEqualTo("not-asked");
        assertThat(again.attribute("row-session", "data-answer")).isEqualTo("alive");
    }

    @Test
    void the_callback_of_a_probe_can_come_twice() {
        browser.postFromScript(home, "/sign-out/local");
        Page sent = browser.peek(TestDemo.shop() + "/signed-out");
        URI callback = URI.create(Objects.requireNonNull(
                browser.peek(Objects.requireNonNull(sent.location())).location()));

        browser.open(callback.toString());
        Page second = browser.open(callback.toString().replaceAll("code=[^&]+", "error=login_required"));

        assertThat(second.at().getPath()).isEqualTo("/signed-out");
        assertThat(second.attribute("row-session", "data-answer")).isEqualTo("alive");
    }

    @Test
    void a_foreign_state_is_told_and_proves_nothing_by_itself() {
        browser.pressOnly(home, "/sign-out/redirect");

        Page proof = browser.open(TestDemo.shop() + "/signed-out?state=foreign");

        assertThat(proof.attribute("journey", "data-journey")).isEqualTo("ReturnedWithForeignState");
        assertThat(answers(proof)).containsExactly("alive", "accepted", "active", "accepted");
    }

    @Test
    void without_evidence_the_page_claims_nothing() {
        Page plain = new TestBrowser().open(TestDemo.shop() + "/signed-out");

        assertThat(plain.has("plain")).isTrue();
        assertThat(plain.has("row-session")).isFalse();
    }

    @Test
    void a_signed_in_user_is_shown_as_signed_in() {
        Page page = browser.open(TestDemo.shop() + "/signed-out");

        assertThat(page.at().getPath()).isEqualTo("/");
        assertThat(page.has("sign-out-redirect")).isTrue();
    }

    private static List<String> answers(Page proof) {
        return ROWS.stream().map(row -> proof.attribute(row, "data-answer")).toList();
    }
}
