package org.exeunt.endtoend.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import org.exeunt.endtoend.stage.Database;
import org.exeunt.endtoend.stage.Site;
import org.exeunt.endtoend.stage.TestEnvironment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * System A: pages that ask by script tags, as the published JavaScript SDK 2.6.0 does: a callback name of {@code f} and hexadecimal
 * digits, the page's address as {@code redirect_uri}, the {@code client_id}; answered by {@code SPiD.Talk.response(callback, data)}.
 */
class ScriptTagsTests {

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final TestEnvironment stage = TestEnvironment.shared(Database.H2);

    @RegisterExtension
    final ChromiumUser alice = new ChromiumUser(chromium, stage);

    @Test
    @DisplayName("System A3, LEG-25, LEG-30: a page of the app sees the session and ends it, and is told so")
    void a_page_of_the_app() {
        alice.signIn(stage.shop(), "alice");
        try (Site site = Site.onPort(stage.shopAsidePort())) {
            site.publish("/", page(""));
            alice.page().navigate(stage.shopAside() + "/?article=1");

            Object connected = ask("/ajax/hasSession.js", "[data.result, data.userStatus, data.error]");
            Object ended = ask("/ajax/logout.js", "[data.result, data.error]");
            Object after = ask("/ajax/hasSession.js", "[data.error.code, data.error.type, data.response.result]");

            assertThat(connected).asString().isEqualTo("[true, connected, null]");
            assertThat(ended).asString().isEqualTo("[true, null]");
            assertThat(after).isEqualTo(List.of(401, "UserException", false));
            assertThat(alice.isSignedInAtServer()).isFalse();
            assertThat(alice.isSignedInAt(stage.shop())).isFalse();
        }
    }

    @Test
    @DisplayName(
            "System A3, LEG-31: from another site the cookie stays behind: no session is seen, and no success reported")
    void a_page_on_another_site() {
        alice.signIn(stage.shop(), "alice");
        try (Site site = Site.onPort(stage.shopElsewherePort())) {
            site.publish("/", page(""));
            alice.page().navigate(stage.shopElsewhere() + "/");

            Object seen = ask("/ajax/hasSession.js", "data.error.code");
            Object ended = ask("/ajax/logout.js", "[data.error.code, data.response.result]");

            assertThat(seen).isEqualTo(401);
            assertThat(ended).isEqualTo(List.of(401, false));
            assertThat(alice.isSignedInAtServer()).isTrue();
        }
    }

    @Test
    @DisplayName(
            "LEG-26, SEC-01: a stranger's page on the server's own site, and a page that hides its address, get nothing")
    void a_page_of_an_unregistered_origin() {
        alice.signIn(stage.shop(), "alice");
        try (Site stranger = Site.onAnyPort();
                Site site = Site.onPort(stage.shopAsidePort())) {
            stranger.publish("/", page(""));
            site.publish("/", page("<meta name=\"referrer\" content=\"no-referrer\">"));

            for (String address : List.of(stranger.sameSite() + "/", stage.shopAside() + "/")) {
                alice.page().navigate(address);

                assertThat(ask("/ajax/hasSession.js", "data.error.code"))
                        .as(address)
                        .isEqualTo(403);
                assertThat(ask("/ajax/logout.js", "data.error.code"))
                        .as(address)
                        .isEqualTo(403);
            }
            assertThat(alice.isSignedInAtServer()).isTrue();
        }
    }

    private Object ask(String path, String read) {
        Page page = alice.page();
        return page.evaluate("path => ask(path).then(data => " + read + ")", path);
    }

    private String page(String head) {
        return head + """
                <script>
                  const waiting = {};
                  window.SPiD = { Talk: { response: (id, data) => waiting[id](data) } };
                  window.ask = path => new Promise((told, failed) => {
                    const id = 'f' + (Math.random() * 2 ** 30).toString(16).replace('.', '');
                    const tag = document.createElement('script');
                    waiting[id] = told;
                    tag.onerror = () => failed(new Error('the script was not run'));
                    tag.src = '%s' + path + '?' + new URLSearchParams(
                        { autologin: 1, v: '2.6.0', callback: id, redirect_uri: location.href, client_id: 'shop' });
                    document.head.append(tag);
                  });
                </script>
                """.formatted(stage.server());
    }
}
