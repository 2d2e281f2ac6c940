package org.exeunt.demo.home;

import static org.assertj.core.api.Assertions.assertThat;

import org.exeunt.demo.StubServer;
import org.exeunt.demo.TestBrowser;
import org.exeunt.demo.TestBrowser.Page;
import org.exeunt.demo.TestDemo;
import org.junit.jupiter.api.Test;

class FiveWaysTests {

    private final StubServer server = TestDemo.server();

    @Test
    void every_way_is_shown_with_its_wire_and_where_to_try_it() {
        Page page = new TestBrowser().open(TestDemo.shop() + "/five-ways");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html())
                .contains("way-a", "way-b", "way-c", "way-d", "way-e")
                .contains("/logout", "/login/refresh/invalidate", "/auth/logout", "/api/auth/sessions", "/auth/refresh")
                .contains("href=\"/mobile\"", "href=\"" + server.url() + "/devices\"");
    }
}
