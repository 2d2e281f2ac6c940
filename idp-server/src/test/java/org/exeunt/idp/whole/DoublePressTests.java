package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The button of the page that changes the password is pressed twice: the page tells what happened. */
@OnEachDatabase
class DoublePressTests {

    private static final String NEW = "a quite new password";

    private final TestDatabase database;

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    DoublePressTests(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void start() {
        server = RunningServer.start(database.freshUrl());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("Twice after one another, before the browser has the answer: changed, and still signed in")
    void the_second_press_says_that_the_password_is_changed() {
        var alice = TestBrowser.signedIn(server, "alice");
        Map<String, String> form = filledIn(alice);
        var beforeTheAnswer = alice.copyFor(server);

        HttpResponse<String> first = alice.post("/password", form);
        HttpResponse<String> second = beforeTheAnswer.post("/password", form);

        assertChanged(alice, first);
        assertThat(TestBrowser.location(second)).isEqualTo(TestBrowser.location(first));
        assertThat(changes()).isEqualTo(1);
        assertThat(failures()).isZero();
    }

    @Test
    @DisplayName("At the same time: one change, and each answer says so")
    void concurrent_presses_change_once() {
        var alice = TestBrowser.signedIn(server, "alice");
        Map<String, String> form = filledIn(alice);
        Callable<HttpResponse<String>> press = () -> alice.post("/password", form);

        List<HttpResponse<String>> answers = ConcurrentRequests.call(Collections.nCopies(4, press));

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(303);
        assertChanged(alice, answers.getFirst());
        assertThat(changes()).isEqualTo(1);
    }

    @Test
    @DisplayName("The same page sent again with another new password is no second press: it needs the present password")
    void another_password_is_no_second_press() {
        var alice = TestBrowser.signedIn(server, "alice");
        Map<String, String> form = filledIn(alice);
        alice.post("/password", form);
        Map<String, String> other = new HashMap<>(form);
        other.put("new", "another new password");
        other.put("again", "another new password");

        HttpResponse<String> wrong = alice.post("/password", other);
        other.put("current", NEW);
        HttpResponse<String> right = alice.post("/password", other);

        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(right.statusCode()).isEqualTo(303);
        assertThat(changes()).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "The id of the browser session changes for the browser that has the page, and for no other with its cookie")
    void the_id_of_the_browser_session_changes() {
        var alice = TestBrowser.signedIn(server, "alice");
        var thief = alice.copyFor(server);
        HttpResponse<String> changed = alice.post("/password", filledIn(alice));

        thief.get("/password?changed=" + "A".repeat(43));
        thief.get("/password?changed=%00");
        assertThat(thief.sessionCookie()).as("not for the thief").isEqualTo(alice.sessionCookie());
        assertChanged(alice, changed);

        assertThat(thief.isSignedIn()).isFalse();
    }

    private static Map<String, String> filledIn(TestBrowser browser) {
        Map<String, String> form = TestBrowser.fields(browser.get("/password"), "/password");
        form.put("current", TestClient.password("alice"));
        form.put("new", NEW);
        form.put("again", NEW);
        return form;
    }

    private void assertChanged(TestBrowser browser, HttpResponse<String> answer) {
        String cookie = browser.sessionCookie().orElseThrow();
        HttpResponse<String> next = browser.get(TestBrowser.location(answer));
        assertThat(TestBrowser.location(next)).isEqualTo("/devices?done=password");
        assertThat(browser.sessionCookie().orElseThrow()).isNotEqualTo(cookie);
        assertThat(browser.get("/devices?done=password").body()).contains("Your password is changed");
    }

    private int changes() {
        return events("password_changed");
    }

    private int failures() {
        return events("sign_in_failed");
    }

    private int events(String outcome) {
        return server.jdbc()
                .sql("select count(*) from audit_event where outcome = :outcome")
                .param("outcome", outcome)
                .query(Integer.class)
                .single();
    }
}
