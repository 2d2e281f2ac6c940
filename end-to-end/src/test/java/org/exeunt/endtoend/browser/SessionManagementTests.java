package org.exeunt.endtoend.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.exeunt.endtoend.stage.Database;
import org.exeunt.endtoend.stage.Site;
import org.exeunt.endtoend.stage.TestEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of an old application asks the server's frame whether the session changed. */
class SessionManagementTests {

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final TestEnvironment stage = TestEnvironment.shared(Database.H2);

    @RegisterExtension
    final ChromiumUser alice = new ChromiumUser(chromium, stage);

    private final OldPortal portal = new OldPortal(stage);
    private String state;

    @BeforeEach
    void alice_is_signed_in_at_shop_and_portal() {
        alice.signIn(stage.shop(), "alice");
        state = portal.signIn(alice);
        alice.page().navigate(stage.portal() + "/poll");
    }

    @AfterEach
    void all_users_sign_out() {
        portal.close();
    }

    @Test
    @DisplayName("SES-08, SES-09, SES-12: unchanged until she signs out, then changed, without a reload")
    void changed_after_a_logout() {
        assertThat(ask("portal " + state)).isEqualTo("unchanged");
        assertThat(ask("portal " + state)).isEqualTo("unchanged");

        try (Page tab = alice.profile().newPage()) {
            tab.navigate(stage.shop());
            tab.locator("#sign-out-redirect").click();
            tab.waitForURL(stage.shop() + "/signed-out");
        }

        assertThat(ask("portal " + state)).isEqualTo("changed");
    }

    @Test
    @DisplayName("SES-09, SES-14: changed when somebody else signs in")
    void changed_when_another_user_signs_in() {
        try (Page tab = alice.profile().newPage()) {
            tab.navigate(stage.server() + "/login");
            ChromiumUser.enterPassword(tab, "bob");
            tab.waitForURL(stage.server() + "/");
        }

        assertThat(ask("portal " + state)).isEqualTo("changed");
    }

    @Test
    @DisplayName("SES-11: a state is good for the client and the origin that it was made for")
    void a_state_is_good_for_its_client_only() {
        assertThat(ask("shop " + state)).isEqualTo("changed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "portal", "portal nonsense", "portal a.b.c", "portal  x.y", "{}"})
    @DisplayName("SES-10: what cannot be read is an error")
    void unreadable_values_are_errors(String message) {
        assertThat(ask(message)).isEqualTo("error");
    }

    @Test
    @DisplayName("SES-10: what is no text is an error")
    void a_value_that_is_no_text_is_an_error() {
        assertThat(alice.page().evaluate("ask({client: 'portal'})")).isEqualTo("error");
    }

    @Test
    @DisplayName("SES-18: a stranger's page cannot show the frame")
    void an_unregistered_origin_cannot_show_the_frame() {
        try (Site stranger = Site.onAnyPort()) {
            stranger.publish("/", "<iframe src='%s/connect/check-session'></iframe>".formatted(stage.server()));
            alice.page().navigate(stranger.sameSite());

            assertThat(alice.page().frames().getLast().url()).startsWith("chrome-error:");
        }
    }

    private String ask(String message) {
        return String.valueOf(alice.page().evaluate("message => ask(message)", message));
    }
}
