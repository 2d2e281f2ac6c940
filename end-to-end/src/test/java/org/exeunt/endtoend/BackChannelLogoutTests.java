package org.exeunt.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.exeunt.endtoend.stage.Database;
import org.exeunt.endtoend.stage.HtmlBrowser;
import org.exeunt.endtoend.stage.TestEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever signs out in one application is signed out of the other, although nobody visits it, and although it was down. */
class BackChannelLogoutTests {

    private static TestEnvironment stage;

    private final HtmlBrowser alice = new HtmlBrowser();

    @BeforeAll
    static void open() {
        stage = TestEnvironment.open(Database.H2);
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @AfterEach
    void alice_leaves() {
        stage.turn(stage.news(), "healthy");
        alice.close();
    }

    @Test
    void a_logout_by_redirect_signs_out_of_the_other_application_without_a_visit() {
        signInAtBoth();

        alice.visit(stage.shop());
        alice.press("sign-out-redirect");

        alice.awaitSignedOutOf(stage.news());
    }

    @Test
    void a_logout_by_api_call_notifies_no_app() {
        signInAtBoth();
        alice.visit(stage.shop());
        alice.press("sign-out-api");

        // A later logout of another user is a fence: if there were something to tell about Alice, it would have been
        // told.
        try (HtmlBrowser bob = new HtmlBrowser()) {
            bob.signIn(stage.news(), "bob");
            bob.press("sign-out-redirect");
            bob.awaitSignedOutOf(stage.news());
        }

        assertThat(alice.isKnownTo(stage.news())).isTrue();
    }

    @Test
    void the_same_persons_other_browser_stays_signed_in() {
        try (HtmlBrowser aliceAtWork = new HtmlBrowser()) {
            aliceAtWork.signIn(stage.news(), "alice");
            signInAtBoth();

            alice.visit(stage.shop());
            alice.press("sign-out-redirect");
            alice.awaitSignedOutOf(stage.news());

            assertThat(aliceAtWork.isKnownTo(stage.news())).isTrue();
        }
    }

    @Test
    void a_restart_of_the_applications_ends_no_session() {
        signInAtBoth();

        stage.killAndRestartDemo();

        assertThat(alice.isKnownTo(stage.shop())).isTrue();
        alice.visit(stage.news());
        assertThat(alice.attribute("userinfo", "data-status")).isEqualTo("200");
    }

    @Test
    void an_application_that_restarted_can_still_be_told() {
        signInAtBoth();
        stage.killAndRestartDemo();

        alice.visit(stage.shop());
        alice.press("sign-out-redirect");

        alice.awaitSignedOutOf(stage.news());
    }

    @Test
    void an_app_that_is_down_delays_no_logout_and_is_notified_once_it_is_up() {
        signInAtBoth();
        stage.turn(stage.news(), "dead");

        alice.visit(stage.shop());
        alice.press("sign-out-redirect");
        alice.visit(stage.shop() + "/signed-out");

        assertThat(alice.attribute("verdict", "data-verdict")).isEqualTo("proven");
        assertThat(alice.isKnownTo(stage.news())).isTrue();
        stage.turn(stage.news(), "healthy");
        alice.awaitSignedOutOf(stage.news());
    }

    @Test
    void a_failing_application_hears_of_it_also_if_the_server_was_killed_meanwhile() {
        signInAtBoth();
        stage.turn(stage.news(), "failing");
        alice.visit(stage.shop());
        alice.press("sign-out-redirect");

        stage.killAndRestartServer();
        stage.turn(stage.news(), "healthy");

        alice.awaitSignedOutOf(stage.news());
    }

    private void signInAtBoth() {
        alice.signIn(stage.shop(), "alice");
        alice.signIn(stage.news(), "alice");
        assertThat(alice.isKnownTo(stage.shop())).isTrue();
        assertThat(alice.isKnownTo(stage.news())).isTrue();
    }
}
