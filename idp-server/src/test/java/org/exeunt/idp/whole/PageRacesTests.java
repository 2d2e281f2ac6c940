package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pages that one browser opens at once, as users do. */
@Tag("fire")
@OnEachDatabase
class PageRacesTests {

    private final RunningServer server;

    PageRacesTests(TestDatabase database) {
        server = RunningServer.forRaces(database, TestBackChannel.OF_RACES);
    }

    @Test
    @DisplayName("RAC-03, COK-05: pages that were loading during a logout do not bring the session back")
    void pages_that_were_loading_do_not_bring_the_session_back() {
        Repeat.run(_ -> {
            var alice = TestBrowser.signedIn(server, "alice");
            var thief = alice.copyFor(server);

            var answers = ConcurrentRequests.send(List.of(
                    () -> alice.get("/"),
                    () -> alice.get("/activate"),
                    () -> alice.get("/logout?client_id=shop"),
                    () -> alice.get("/login"),
                    () -> alice.get("/session?client_id=shop", "Origin", "http://localhost:8080")));

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.statusCode()).isLessThan(500));
            assertThat(alice.isSignedIn()).isFalse();
            assertThat(thief.isSignedIn()).isFalse();
        });
    }

    @Test
    @DisplayName("SEC-14: of pages that open at once every form works")
    void of_pages_that_open_at_once_every_form_works() {
        Repeat.run(_ -> {
            var alice = TestBrowser.signedIn(server, "alice");

            var pages = ConcurrentRequests.send(ConcurrentRequests.times(3, () -> alice.get("/activate")));

            assertThat(pages).allSatisfy(page -> {
                String csrf = TestBrowser.hidden(page, "_csrf");
                var answer = alice.post("/oauth2/device_verification", "user_code=BCDF-GHJK&_csrf=" + csrf);
                assertThat(TestBrowser.location(answer)).contains("failure=unknown-code");
            });
        });
    }

    @Test
    @DisplayName("RPI-53: a double click on yes ends the session once and looks like one click")
    void a_double_click_on_yes_looks_like_one() {
        Repeat.run(_ -> {
            var alice = TestBrowser.signedIn(server, "alice");
            String confirmation = TestBrowser.hidden(alice.get("/connect/logout"), "confirmation");
            String yes = "answer=sign-out&confirmation=" + confirmation;

            var answers =
                    ConcurrentRequests.send(ConcurrentRequests.times(2, () -> alice.post("/logout/confirmation", yes)));

            assertThat(answers)
                    .extracting(HttpResponse::statusCode)
                    .contains(200)
                    .allMatch(status -> status < 500);
            assertThat(alice.isSignedIn()).isFalse();
        });
    }
}
