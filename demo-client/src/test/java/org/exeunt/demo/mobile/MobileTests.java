package org.exeunt.demo.mobile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.exeunt.demo.StubServer;
import org.exeunt.demo.TestBrowser;
import org.exeunt.demo.TestBrowser.Page;
import org.exeunt.demo.TestDemo;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

class MobileTests {

    private final StubServer server = TestDemo.server();
    private final TestBrowser browser = new TestBrowser();

    @Test
    void the_phone_signs_in_by_way_of_the_loopback_address() {
        Page phone = signedIn();

        assertThat(phone.at()).hasToString(TestDemo.shop() + "/mobile");
        assertThat(phone.hops())
                .anySatisfy(hop -> assertThat(hop).asString().startsWith(TestDemo.loopback() + "/callback?"));
        assertThat(phone.attribute("phone", "data-signed-in")).isEqualTo("true");
        assertThat(phone.attribute("phone-answer", "data-status")).isEqualTo("200");
    }

    @Test
    void the_phone_calls_and_refreshes() {
        Page called = browser.press(signedIn(), "/mobile/call");
        Page refreshed = browser.press(called, "/mobile/refresh");

        assertThat(called.html()).contains("Alice Adams");
        assertThat(refreshed.attribute("phone-answer", "data-status")).isEqualTo("200");
        assertThat(refreshed.html()).contains("Refreshed");
    }

    @Test
    void after_signing_out_both_tokens_are_refused() {
        Page phone = browser.press(signedIn(), "/mobile/sign-out");

        assertThat(server.count("POST /api/2/logout")).isEqualTo(1);
        assertThat(phone.attribute("phone-answer", "data-status")).isEqualTo("200");
        assertThat(phone.attribute("phone-userinfo", "data-answer")).isEqualTo("refused");
        assertThat(phone.attribute("phone-refresh", "data-answer")).isEqualTo("refused");
    }

    @Test
    void revoking_by_the_standard_ends_both_tokens_too() {
        Page phone = browser.press(signedIn(), "/mobile/revoke");

        assertThat(server.count("POST /oauth2/revoke")).isEqualTo(1);
        assertThat(phone.attribute("phone-userinfo", "data-answer")).isEqualTo("refused");
        assertThat(phone.attribute("phone-refresh", "data-answer")).isEqualTo("refused");
    }

    @Test
    void the_phone_forgets_its_tokens_even_if_the_server_is_down() {
        Page signedIn = signedIn();
        server.down();

        Page phone = browser.press(signedIn, "/mobile/sign-out");

        assertThat(phone.attribute("phone", "data-signed-in")).isEqualTo("false");
        assertThat(phone.attribute("phone-answer", "data-status")).isEqualTo("no-answer");
        assertThat(phone.attribute("phone-userinfo", "data-answer")).isEqualTo("no-answer");
    }

    @Test
    void an_offline_sign_out_is_sent_once_when_the_network_returns() {
        network(TestDemo.context()).sendAll();
        Page signedIn = signedIn();
        server.down();
        Page offline = browser.press(signedIn, "/mobile/sign-out");
        network(TestDemo.context()).sendAll();
        Page still = browser.open(TestDemo.shop() + "/mobile");

        TestDemo.server();
        network(TestDemo.context()).sendAll();
        network(TestDemo.context()).sendAll();
        Page online = browser.open(TestDemo.shop() + "/mobile");

        assertThat(offline.attribute("phone", "data-signed-in")).isEqualTo("false");
        assertThat(offline.attribute("phone-owed", "data-owed")).isEqualTo("1");
        assertThat(still.attribute("phone-owed", "data-owed")).isEqualTo("1");
        assertThat(online.html()).doesNotContain("phone-owed");
        assertThat(server.count("POST /oauth2/revoke")).isEqualTo(1);
    }

    @Test
    void pending_revocations_of_the_phone_survive_a_restart() {
        network(TestDemo.context()).sendAll();
        Page signedIn = signedIn();
        server.down();
        browser.press(signedIn, "/mobile/revoke");
        String database =
                Objects.requireNonNull(TestDemo.context().getEnvironment().getProperty("spring.datasource.url"));

        TestDemo.server();
        try (var restarted = TestDemo.start(TestDemo.freePort(), database)) {
            network(restarted).sendAll();
        }

        assertThat(server.count("POST /oauth2/revoke")).isEqualTo(1);
        assertThat(browser.open(TestDemo.shop() + "/mobile").html()).doesNotContain("phone-owed");
    }

    @Test
    void the_phone_can_end_the_session_of_its_browser_too() {
        Page phone = browser.press(signedIn(), "/mobile/invalidate");

        assertThat(server.count("POST /login/refresh/invalidate")).isEqualTo(1);
        assertThat(phone.attribute("phone", "data-signed-in")).isEqualTo("false");
        assertThat(phone.attribute("phone-refresh", "data-answer")).isEqualTo("refused");
    }

    @Test
    void an_answer_that_no_phone_waits_for_is_turned_away() {
        Page page = browser.open(TestDemo.loopback() + "/callback?state=unknown&code=stolen");

        assertThat(page.status()).isEqualTo(400);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void two_browsers_have_two_phones() {
        signedIn();

        Page other = new TestBrowser().open(TestDemo.shop() + "/mobile");

        assertThat(other.attribute("phone", "data-signed-in")).isEqualTo("false");
    }

    private static RevocationRetryJob network(ConfigurableApplicationContext demo) {
        return demo.getBean(RevocationRetryJob.class);
    }

    private Page signedIn() {
        return browser.press(browser.open(TestDemo.shop() + "/mobile"), "/mobile/sign-in");
    }
}
