package org.exeunt.demo.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.exeunt.demo.StubServer;
import org.exeunt.demo.TestBrowser;
import org.exeunt.demo.TestBrowser.Page;
import org.exeunt.demo.TestDemo;
import org.junit.jupiter.api.Test;

class PagesTests {

    private final StubServer server = TestDemo.server();

    @Test
    void no_page_has_a_token_in_it() {
        TestBrowser browser = new TestBrowser();
        String shop = TestDemo.shop();

        Page home = browser.open(shop + "/oauth2/authorization/exeunt");
        Page proof = browser.press(home, "/sign-out/redirect");
        Page phone = browser.press(browser.open(shop + "/mobile"), "/mobile/sign-in");
        Page refreshed = browser.press(phone, "/mobile/refresh");
        Page signedOut = browser.press(refreshed, "/mobile/sign-out");

        assertThat(server.issued()).isNotEmpty();
        assertThat(List.of(home, proof, phone, refreshed, signedOut))
                .allSatisfy(page -> assertThat(server.issued()).noneMatch(page.html()::contains));
    }

    @Test
    void every_page_has_security_headers_and_no_store() {
        TestBrowser browser = TestBrowser.signedIn();

        for (String path : List.of("/", "/signed-out", "/mobile", "/no-such-page")) {
            Page page = browser.open(TestDemo.shop() + path);

            assertThat(page.header("content-security-policy"))
                    .contains("default-src 'none'", "script-src 'self' " + server.url(), "frame-ancestors 'none'")
                    .doesNotContain("unsafe", "form-action");
            assertThat(page.header("cache-control")).contains("no-store");
            assertThat(page.html()).doesNotContain("style=\"", "onclick", "<style");
        }
    }

    @Test
    void the_session_cookie_has_a_name_of_its_own_and_is_out_of_reach_of_scripts() {
        Page start = new TestBrowser().peek(TestDemo.shop() + "/oauth2/authorization/exeunt");

        assertThat(start.header("set-cookie")).contains("SHOP_SESSION=", "HttpOnly", "SameSite=Lax");
    }

    @Test
    void every_authorization_request_has_a_proof_key() {
        Page start = new TestBrowser().peek(TestDemo.shop() + "/oauth2/authorization/exeunt");

        assertThat(start.header("location"))
                .startsWith(server.url() + "/oauth2/authorize?")
                .contains("code_challenge=", "code_challenge_method=S256", "nonce=");
    }

    @Test
    void an_error_is_no_dead_end() {
        Page missing = new TestBrowser().open(TestDemo.shop() + "/no-such-page");

        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.html()).contains("There is nothing here", "href=\"/\"");
    }
}
