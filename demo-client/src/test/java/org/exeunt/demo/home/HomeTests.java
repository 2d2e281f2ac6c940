package org.exeunt.demo.home;

import static org.assertj.core.api.Assertions.assertThat;

import org.exeunt.demo.StubServer;
import org.exeunt.demo.TestBrowser;
import org.exeunt.demo.TestBrowser.Page;
import org.exeunt.demo.TestDemo;
import org.junit.jupiter.api.Test;

class HomeTests {

    private final StubServer server = TestDemo.server();

    @Test
    void a_visitor_is_welcomed_while_the_server_is_down() {
        server.down();

        Page home = new TestBrowser().open(TestDemo.shop() + "/");

        assertThat(home.status()).isEqualTo(200);
        assertThat(home.has("sign-in")).isTrue();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void signing_in_shows_who_it_is_and_that_the_api_was_called() {
        Page home = new TestBrowser().open(TestDemo.shop() + "/oauth2/authorization/exeunt");

        assertThat(home.at().getPath()).isEqualTo("/");
        assertThat(home.html()).contains("Alice Adams", "alice@example.com", "sid-of-the-stub");
        assertThat(home.attribute("userinfo", "data-status")).isEqualTo("200");
    }

    @Test
    void a_session_survives_an_outage_of_the_server() {
        TestBrowser browser = TestBrowser.signedIn();
        server.down();

        Page home = browser.open(TestDemo.shop() + "/");

        assertThat(home.attribute("userinfo", "data-status")).isEqualTo("no-answer");
        assertThat(home.has("sign-out-redirect")).isTrue();
    }

    @Test
    void a_session_that_ended_elsewhere_ends_here_too() {
        TestBrowser browser = TestBrowser.signedIn();
        server.sessionEndsElsewhere();

        Page home = browser.open(TestDemo.shop() + "/");

        assertThat(home.has("ended")).isTrue();
        assertThat(home.has("sign-in")).isTrue();
        assertThat(browser.open(TestDemo.shop() + "/signed-out").attribute("verdict", "data-verdict"))
                .isEqualTo("proven");
    }

    @Test
    void an_access_token_that_ran_out_is_refreshed_before_the_call() {
        server.issuingShortLivedTokens();
        TestBrowser browser = TestBrowser.signedIn();

        Page home = browser.open(TestDemo.shop() + "/");

        assertThat(home.attribute("userinfo", "data-status")).isEqualTo("200");
        assertThat(server.count("POST /oauth2/token")).isGreaterThan(1);
    }

    @Test
    void a_refresh_that_is_refused_ends_the_sign_in_here_too() {
        server.issuingShortLivedTokens();
        TestBrowser browser = TestBrowser.signedIn();
        server.sessionEndsElsewhere();

        Page home = browser.open(TestDemo.shop() + "/");

        assertThat(home.has("ended")).isTrue();
    }

    @Test
    void a_refresh_without_an_answer_ends_nothing() {
        server.issuingShortLivedTokens();
        TestBrowser browser = TestBrowser.signedIn();
        server.down();

        Page home = browser.open(TestDemo.shop() + "/");

        assertThat(home.attribute("userinfo", "data-status")).isEqualTo("no-answer");
    }

    @Test
    void a_sign_in_that_does_not_finish_says_so() {
        Page home = new TestBrowser().open(TestDemo.shop() + "/login/oauth2/code/exeunt?code=x&state=y");

        assertThat(home.has("sign-in-failed")).isTrue();
        assertThat(home.has("sign-in")).isTrue();
    }
}
