package org.exeunt.endtoend.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.exeunt.endtoend.stage.Database;
import org.exeunt.endtoend.stage.TestEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An old application hears of a logout in a frame of the page that ends it. */
class FrontChannelLogoutTests {

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final TestEnvironment stage = TestEnvironment.shared(Database.H2);

    @RegisterExtension
    final ChromiumUser alice = new ChromiumUser(chromium, stage);

    private final OldPortal portal = new OldPortal(stage);

    @BeforeEach
    void alice_is_signed_in_at_shop_and_portal() {
        alice.signIn(stage.shop(), "alice");
        portal.signIn(alice);
    }

    @AfterEach
    void all_users_sign_out() {
        portal.close();
    }

    @Test
    @DisplayName("FCL-07, FCL-16, FCL-19: the frame drops the portal's cookie, and then the browser is back at Shop")
    void the_frame_signs_out_and_the_browser_is_redirected() {
        assertThat(portal.knows(alice)).isTrue();
        alice.page().navigate(stage.shop());

        alice.page().locator("#sign-out-redirect").click();

        assertThat(alice.page()).hasURL(stage.shop() + "/signed-out");
        assertThat(outs())
                .singleElement()
                .satisfies(out -> assertThat(out.getQuery()).startsWith("from=exeunt&iss=" + stage.server() + "&sid="));
        assertThat(portal.knows(alice)).isFalse();
        assertThat(alice.isSignedInAtServer()).isFalse();
    }

    @Test
    @DisplayName("FCL-19: a portal that is down keeps nobody from going on")
    void a_portal_that_is_down_delays_no_redirect() {
        portal.close();
        alice.page().navigate(stage.shop());

        alice.page().locator("#sign-out-redirect").click();

        assertThat(alice.page()).hasURL(stage.shop() + "/signed-out");
    }

    @Test
    @DisplayName("FCL-18: a page that leads its frame elsewhere is stopped by our policy, and the person goes on")
    void a_frame_cannot_lead_elsewhere() {
        portal.site()
                .publish(
                        "/out",
                        "<script>location = '" + stage.news() + "/?lured'; top.location = 'about:blank'</script>");
        alice.page().navigate(stage.shop());

        alice.page().locator("#sign-out-redirect").click();

        assertThat(alice.page()).hasURL(stage.shop() + "/signed-out");
    }

    @Test
    @DisplayName("Invariant 9: without a target the page says that the portal was asked, and ticks only who confirmed")
    void the_page_says_asked() {
        alice.page().navigate(stage.server() + "/");

        alice.page().locator("form[action='/logout'] button").click();

        assertThat(alice.page().locator("li[data-state=asked]")).containsText("Old portal");
        assertThat(alice.page().locator("li[data-state=acknowledged]")).containsText("Shop");
        assertThat(alice.page().locator("iframe")).isHidden();
        assertThat(portal.knows(alice)).isFalse();
    }

    private List<URI> outs() {
        return portal.site().visits().stream()
                .filter(visit -> visit.getPath().equals("/out"))
                .toList();
    }
}
