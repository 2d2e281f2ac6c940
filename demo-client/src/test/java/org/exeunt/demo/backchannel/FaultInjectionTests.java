package org.exeunt.demo.backchannel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.exeunt.demo.StubServer;
import org.exeunt.demo.TestBrowser;
import org.exeunt.demo.TestBrowser.Page;
import org.exeunt.demo.TestDemo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The switch that makes the back-channel endpoint sick, and well again. */
class FaultInjectionTests {

    private final StubServer server = TestDemo.server();
    private final TestNotifier notifier = new TestNotifier(TestDemo.shop());
    private final TestBrowser browser = TestBrowser.signedIn();

    @AfterEach
    void well_again() {
        turn(EndpointMode.HEALTHY);
    }

    @Test
    void failing_answers_503_and_ends_nothing() {
        turn(EndpointMode.FAILING);

        assertThat(notifier.post(server.logoutToken()).statusCode()).isEqualTo(503);
        assertThat(isSignedIn()).isTrue();
    }

    @Test
    void the_switch_applies_to_every_spelling_of_the_path() {
        turn(EndpointMode.FAILING);

        for (String path :
                List.of("/logout/connect/back-channel/%65xeunt", "/img/../logout/connect/back-channel/exeunt")) {
            assertThat(new TestNotifier(TestDemo.shop(), path)
                            .post(server.logoutToken())
                            .statusCode())
                    .as(path)
                    .isEqualTo(503);
        }
        assertThat(isSignedIn()).isTrue();
    }

    @Test
    void dead_says_nothing_and_ends_nothing() {
        turn(EndpointMode.DEAD);

        assertThat(notifier.hearsNothing(server.logoutToken())).isTrue();
        assertThat(isSignedIn()).isTrue();
    }

    @Test
    void slow_ends_the_session_in_the_end() {
        turn(EndpointMode.SLOW);
        long start = System.nanoTime();

        int status = notifier.post(server.logoutToken()).statusCode();

        assertThat(status).isEqualTo(200);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000L);
        assertThat(isSignedIn()).isFalse();
    }

    @Test
    void healthy_again_hears_what_it_missed() {
        turn(EndpointMode.FAILING);
        notifier.post(server.logoutToken());

        turn(EndpointMode.HEALTHY);

        assertThat(notifier.post(server.logoutToken()).statusCode()).isEqualTo(200);
        assertThat(isSignedIn()).isFalse();
    }

    @Test
    void the_page_shows_the_switch_and_what_arrived() {
        turn(EndpointMode.FAILING);
        notifier.post(server.logoutToken());
        turn(EndpointMode.HEALTHY);
        notifier.post(server.logoutToken());

        Page page = new TestBrowser().open(TestDemo.shop() + "/back-channel");

        assertThat(page.attribute("moods", "data-mood")).isEqualTo("healthy");
        assertThat(page.html()).containsSubsequence("one session ended", "failed, as the switch says");
        assertThat(page.html()).doesNotContain(server.sid());
    }

    private void turn(EndpointMode mood) {
        Page page = browser.open(TestDemo.shop() + "/back-channel");
        Page after = browser.press(page, "/back-channel/mood", "mood", mood.name());
        assertThat(after.attribute("moods", "data-mood")).isEqualTo(mood.id());
    }

    private boolean isSignedIn() {
        return browser.open(TestDemo.shop() + "/").has("who");
    }
}
