package org.exeunt.endtoend.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.exeunt.endtoend.stage.Database;
import org.exeunt.endtoend.stage.Site;
import org.exeunt.endtoend.stage.TestEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The JavaScript SDK as applications use it: from pages on the server's site, and from pages on another one. */
class SdkTests {

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final TestEnvironment stage = TestEnvironment.shared(Database.H2);

    @RegisterExtension
    final ChromiumUser alice = new ChromiumUser(chromium, stage);

    @Test
    void the_page_is_told_of_its_session() {
        alice.signIn(stage.shop(), "alice");
        String sid = alice.page().locator("#sid").innerText();

        // Not by a function: where the first look is too early, the page's own policy forbids to evaluate it again.
        alice.page().locator("#sdk-session:not(:empty)").waitFor();

        assertThat(alice.page().locator("#sdk-session").innerText()).contains(sid);
    }

    @Test
    void a_logout_fires_three_events_in_order_and_nothing_else() {
        alice.signIn(stage.shop(), "alice");

        signOutBySdk();

        assertThat(alice.page().locator("#sdk-result").getAttribute("data-mode"))
                .isEqualTo("fetch");
        assertThat(alice.page().locator("#sdk-events li").evaluateAll("items => items.map(item => item.dataset.event)"))
                .isEqualTo(List.of("logout", "statusChange", "sessionChange"));
        assertThat(alice.page().url()).isEqualTo(stage.shop() + "/");
    }

    @Test
    void a_logout_ends_the_session_at_the_server_and_in_both_applications() {
        alice.signIn(stage.shop(), "alice");
        alice.signIn(stage.news(), "alice");
        alice.page().navigate(stage.shop());

        signOutBySdk();

        assertThat(alice.isSignedInAtServer()).isFalse();
        assertThat(alice.isSignedInAt(stage.shop())).isFalse();
        assertThat(alice.isSignedInAt(stage.news())).isFalse();
    }

    @Test
    void the_proof_after_a_logout_shows_that_nothing_is_left() {
        alice.signIn(stage.shop(), "alice");
        signOutBySdk();

        alice.page().locator("#sdk-proof").click();

        alice.page().locator("#verdict").waitFor();
        assertThat(alice.page()
                        .locator("[id^=row-][data-answer]")
                        .evaluateAll("rows => rows.map(row => row.dataset.answer)"))
                .isEqualTo(List.of("gone", "refused", "inactive", "refused"));
    }

    @Test
    void a_page_from_which_the_session_is_not_visible_goes_to_the_server_which_ends_it() {
        alice.signIn(stage.shop(), "alice");
        try (Site elsewhere = shopElsewhere()) {
            List<String> said = consoleOf(alice.page());
            alice.page().navigate(stage.shopElsewhere() + "/");

            alice.page().locator("#sign-out").click();
            alice.page().waitForURL(stage.shopElsewhere() + "/signed-out");

            assertThat(said).containsExactly("mode redirect");
            assertThat(elsewhere.visits()).extracting(Object::toString).contains("/signed-out");
            assertThat(alice.isSignedInAtServer()).isFalse();
            assertThat(alice.isSignedInAt(stage.shop())).isFalse();
        }
    }

    @Test
    void a_page_from_which_the_session_is_not_visible_is_told_that_there_is_none() {
        alice.signIn(stage.shop(), "alice");
        try (Site elsewhere = shopElsewhere()) {
            alice.page().navigate(elsewhere.crossSite() + "/");

            Object session = alice.page().evaluate("() => window.exeunt.session()");

            assertThat(session).isNull();
            assertThat(alice.isSignedInAtServer()).isTrue();
        }
    }

    @Test
    void a_page_of_an_unregistered_origin_learns_nothing_and_ends_nothing() {
        alice.signIn(stage.shop(), "alice");
        try (Site stranger = Site.onAnyPort()) {
            stranger.publish("/", page());
            alice.page().navigate(stranger.sameSite() + "/");

            Object seen =
                    alice.page().evaluate("() => window.exeunt.session().then(() => 'seen', error => error.code)");
            Object ended =
                    alice.page().evaluate("() => window.exeunt.logout().then(() => 'ended', error => error.code)");

            assertThat(seen).isEqualTo("unreachable");
            assertThat(ended).isEqualTo("unreachable");
            assertThat(alice.isSignedInAt(stage.shop())).isTrue();
        }
    }

    private void signOutBySdk() {
        alice.page().locator("#sign-out-sdk:enabled").click();
        alice.page().locator("#sdk-result[data-mode]").waitFor();
    }

    private Site shopElsewhere() {
        Site site = Site.onPort(stage.shopElsewherePort());
        site.publish("/", page());
        site.publish("/signed-out", "Goodbye.");
        return site;
    }

    private String page() {
        return """
                <button id="sign-out">Sign out</button>
                <script type="module">
                  import { createLogoutClient } from '%s/sdk/v1/session.js';
                  const client = createLogoutClient(
                      { issuer: '%s', clientId: 'shop', redirectUri: '%s/signed-out' });
                  for (const name of ['logout', 'statusChange', 'sessionChange', 'error']) {
                    client.on(name, () => console.log(`event ${name}`));
                  }
                  document.querySelector('#sign-out').onclick = async () => {
                    const { mode } = await client.logout();
                    console.log(`mode ${mode}`);
                  };
                  window.exeunt = client;
                </script>
                """.formatted(stage.server(), stage.server(), stage.shopElsewhere());
    }

    /** What our own script writes to the console; the browser writes there too. */
    private static List<String> consoleOf(Page page) {
        Pattern ours = Pattern.compile("(event|mode) .*");
        List<String> said = new CopyOnWriteArrayList<>();
        page.onConsoleMessage(message -> {
            if (ours.matcher(message.text()).matches()) {
                said.add(message.text());
            }
        });
        return said;
    }
}
