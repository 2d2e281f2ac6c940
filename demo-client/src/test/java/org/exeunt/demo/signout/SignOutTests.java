package org.exeunt.demo.signout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.exeunt.demo.StubServer;
import org.exeunt.demo.TestBrowser;
import org.exeunt.demo.TestBrowser.Page;
import org.exeunt.demo.TestDemo;
import org.junit.jupiter.api.Test;

class SignOutTests {

    private final StubServer server = TestDemo.server();
    private final TestBrowser browser = TestBrowser.signedIn();
    private final Page home = browser.open(TestDemo.shop() + "/");

    @Test
    void the_redirect_names_client_target_token_and_state() {
        Page answer = browser.pressOnly(home, "/sign-out/redirect");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(Objects.requireNonNull(answer.location()))
                .startsWith(server.url() + "/logout?client_id=shop&redirect_uri=http%3A%2F%2Flocalhost%3A")
                .matches(".*&oauth_token=[0-9a-f]{32}&state=.{20,}");
    }

    @Test
    void the_redirect_clears_the_local_sign_in_before_the_browser_leaves() {
        browser.pressOnly(home, "/sign-out/redirect");

        assertThat(browser.open(TestDemo.shop() + "/").has("sign-in")).isTrue();
    }

    @Test
    void the_api_call_revokes_and_shows_the_answer() {
        Page proof = browser.press(home, "/sign-out/api");

        assertThat(server.count("GET /api/2/logout")).isEqualTo(1);
        assertThat(proof.attribute("call", "data-status")).isEqualTo("200");
    }

    @Test
    void a_local_sign_out_happens_even_if_the_api_call_fails() {
        server.failing();

        Page proof = browser.press(home, "/sign-out/api");

        assertThat(proof.attribute("call", "data-status")).isEqualTo("503");
        assertThat(browser.open(TestDemo.shop() + "/").has("sign-in")).isTrue();
    }

    @Test
    void a_local_sign_out_happens_even_if_the_server_is_down() {
        server.down();

        Page proof = browser.press(home, "/sign-out/api");

        assertThat(proof.attribute("call", "data-status")).isEqualTo("no-answer");
        assertThat(browser.open(TestDemo.shop() + "/").has("sign-in")).isTrue();
    }

    @Test
    void an_access_token_that_ran_out_is_refreshed_before_it_revokes_itself() {
        server.issuingShortLivedTokens();
        TestBrowser late = TestBrowser.signedIn();
        Page lateHome = late.open(TestDemo.shop() + "/");

        Page proof = late.press(lateHome, "/sign-out/api");

        assertThat(proof.attribute("call", "data-status")).isEqualTo("200");
        assertThat(proof.attribute("row-refresh", "data-answer")).isEqualTo("refused");
    }

    @Test
    void the_script_clears_the_local_sign_in_and_keeps_the_evidence() {
        Page answer = browser.postFromScript(home, "/sign-out/local");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(browser.open(TestDemo.shop() + "/").has("sign-in")).isTrue();
        assertThat(browser.open(TestDemo.shop() + "/signed-out").attribute("verdict", "data-kind"))
                .isEqualTo("sdk");
    }

    @Test
    void a_second_sign_out_from_an_old_page_is_no_error() {
        browser.press(home, "/sign-out/api");

        Page again = browser.press(home, "/sign-out/redirect");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.at().getPath()).isEqualTo("/signed-out");
    }

    @Test
    void a_form_with_a_foreign_csrf_token_ends_no_session() {
        Page foreign = TestBrowser.signedIn().open(TestDemo.shop() + "/");

        Page answer = browser.press(foreign, "/sign-out/api");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.html()).contains("You are still signed in");
        assertThat(browser.open(TestDemo.shop() + "/").has("sign-out-api")).isTrue();
    }
}
