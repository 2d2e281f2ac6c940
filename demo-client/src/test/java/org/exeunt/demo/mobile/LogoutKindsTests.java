package org.exeunt.demo.mobile;

import static org.assertj.core.api.Assertions.assertThat;

import org.exeunt.demo.StubServer;
import org.exeunt.demo.TestBrowser;
import org.exeunt.demo.TestBrowser.Page;
import org.exeunt.demo.TestDemo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogoutKindsTests {

    private final StubServer server = TestDemo.server();
    private final TestBrowser browser = new TestBrowser();

    @Test
    void every_way_is_shown_with_its_wire_and_where_to_try_it() {
        Page page = fiveWays();

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html())
                .contains("way-a", "way-b", "single-page", "way-d", "social")
                .contains("/logout", "/login/refresh/invalidate", "/auth/logout", "/api/auth/sessions", "/auth/refresh")
                .contains("href=\"/mobile\"", "href=\"" + server.url() + "/devices\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"single-page", "social"})
    void the_ways_of_pages_end_the_phones_tokens(String way) {
        signIn();

        Page left = browser.press(fiveWays(), "/five-ways/" + way);

        assertThat(server.count("POST /auth/refresh")).isEqualTo(1);
        assertThat(server.count("POST /auth/logout")).isEqualTo(1);
        assertThat(left.attribute(way + "-steps", "data-steps")).isEqualTo("3");
        assertThat(left.attribute(way + "-userinfo", "data-answer")).isEqualTo("refused");
        assertThat(left.attribute(way + "-refresh", "data-answer")).isEqualTo("refused");
        assertThat(left.html()).doesNotContain(server.issued());
        assertThat(browser.open(TestDemo.shop() + "/mobile").attribute("phone", "data-signed-in"))
                .isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"single-page", "social"})
    void a_server_that_ends_nothing_is_found_out(String way) {
        signIn();
        server.lying();

        Page left = browser.press(fiveWays(), "/five-ways/" + way);

        assertThat(left.attribute(way + "-userinfo", "data-answer")).isEqualTo("accepted");
        assertThat(left.attribute(way + "-refresh", "data-answer")).isEqualTo("accepted");
    }

    @Test
    void without_a_network_the_phone_forgets_its_tokens_and_owes_their_end() {
        TestDemo.context().getBean(RevocationRetryJob.class).sendAll();
        signIn();
        Page before = fiveWays();
        server.down();

        Page left = browser.press(before, "/five-ways/social");

        assertThat(left.attribute("social-steps", "data-steps")).isEqualTo("1");
        assertThat(left.html()).contains("no answer");
        assertThat(browser.open(TestDemo.shop() + "/mobile").attribute("phone-owed", "data-owed"))
                .isEqualTo("1");
        TestDemo.server();
        TestDemo.context().getBean(RevocationRetryJob.class).sendAll();
        assertThat(server.count("POST /oauth2/revoke")).isEqualTo(1);
    }

    @Test
    void a_phone_that_is_signed_out_has_no_button() {
        assertThat(fiveWays().html()).doesNotContain("action=\"/five-ways/");
    }

    private Page fiveWays() {
        return browser.open(TestDemo.shop() + "/five-ways");
    }

    private void signIn() {
        browser.press(browser.open(TestDemo.shop() + "/mobile"), "/mobile/sign-in");
    }
}
