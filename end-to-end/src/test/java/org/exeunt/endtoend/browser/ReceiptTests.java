package org.exeunt.endtoend.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import java.util.regex.Pattern;
import org.exeunt.endtoend.browser.Forum.Mood;
import org.exeunt.endtoend.stage.Database;
import org.exeunt.endtoend.stage.TestEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A user signs out at News while Shop is not well: the server says what it knows, and goes on when they want to. */
class ReceiptTests {

    private static final Pattern RECEIPT = Pattern.compile("/logout/receipt/.+");

    /** Longer than the second rung of the retry ladder. */
    private static final double PATIENCE = 40_000;

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final TestEnvironment stage = TestEnvironment.shared(Database.H2);

    @RegisterExtension
    final ChromiumUser alice = new ChromiumUser(chromium, stage);

    @BeforeEach
    void alice_is_signed_in_at_both() {
        alice.signIn(stage.shop(), "alice");
        alice.signIn(stage.news(), "alice");
    }

    @AfterEach
    void alice_leaves() {
        stage.turn(stage.shop(), "healthy");
    }

    @Test
    void a_slow_app_is_waited_for_and_gets_its_tick_when_it_has_answered() {
        stage.turn(stage.shop(), "slow");

        Page page = signOut();

        assertThat(apps("acknowledged")).hasCount(2, new HasCountOptions().setTimeout(PATIENCE));
        page.locator(".actions a.primary").click();
        assertThat(page).hasURL(stage.news() + "/signed-out");
        assertThat(page.locator("#verdict[data-verdict='proven']")).isVisible();
    }

    @Test
    void a_dead_app_gets_no_tick_until_it_is_well_and_then_without_a_reload() {
        stage.turn(stage.shop(), "dead");

        Page page = signOut();

        assertThat(apps("pending")).containsText("Shop", new ContainsTextOptions().setTimeout(PATIENCE));
        assertThat(apps("acknowledged")).containsText("News");
        stage.turn(stage.shop(), "healthy");
        assertThat(apps("acknowledged")).hasCount(2, new HasCountOptions().setTimeout(PATIENCE));
        assertThat(page).hasURL(RECEIPT);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mood.class,
            names = {"HANGS", "REDIRECTS", "FAILS", "DIES"})
    @DisplayName(
            "Invariants 4, 5, 9: an app that is not well gets no tick, keeps nobody, and gets it when it comes back")
    void an_app_that_is_not_well_gets_no_tick_until_it_comes_back(Mood mood) {
        try (Forum forum = new Forum(stage)) {
            forum.signIn(alice);
            forum.becomes(mood);
            alice.page().navigate(stage.news());

            Page page = signOut();

            assertThat(apps("acknowledged")).hasCount(2, new HasCountOptions().setTimeout(PATIENCE));
            assertThat(apps("pending")).containsText("Forum", new ContainsTextOptions().setTimeout(PATIENCE));
            forum.becomes(Mood.ACCEPTS);
            assertThat(apps("acknowledged")).hasCount(3, new HasCountOptions().setTimeout(PATIENCE));
            assertThat(page).hasURL(RECEIPT);
        }
    }

    @Test
    @DisplayName("BCL-28: an app that says yes and then drips has said yes, and nobody waits for the rest")
    void an_app_that_drips_has_said_yes() {
        try (Forum forum = new Forum(stage)) {
            forum.signIn(alice);
            forum.becomes(Mood.DRIPS);
            alice.page().navigate(stage.news());

            signOut();

            assertThat(apps("acknowledged")).hasCount(3, new HasCountOptions().setTimeout(PATIENCE));
        }
    }

    @Test
    @DisplayName("BCL-33, invariant 9: an app that refuses is named, and no tick is to be waited for")
    void an_app_that_refuses_is_named() {
        try (Forum forum = new Forum(stage)) {
            forum.signIn(alice);
            forum.becomes(Mood.REFUSES);
            alice.page().navigate(stage.news());

            alice.page().locator("#sign-out-redirect").click();

            assertThat(apps("failed")).containsText("Forum");
            assertThat(apps("acknowledged")).hasCount(2);
            assertThat(alice.isSignedInAtServer()).isFalse();
        }
    }

    private Page signOut() {
        Page page = alice.page();
        page.locator("#sign-out-redirect").click();
        assertThat(page).hasURL(RECEIPT);
        return page;
    }

    private Locator apps(String state) {
        return alice.page().locator("#receipt li[data-state='" + state + "']");
    }
}
