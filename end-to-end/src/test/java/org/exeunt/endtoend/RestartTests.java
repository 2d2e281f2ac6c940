package org.exeunt.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.exeunt.endtoend.stage.Database;
import org.exeunt.endtoend.stage.HtmlBrowser;
import org.exeunt.endtoend.stage.NativeApp;
import org.exeunt.endtoend.stage.NativeApp.Tokens;
import org.exeunt.endtoend.stage.TestEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server is killed in mid-sentence and started again on the same file: nothing that it said before may be untrue. */
class RestartTests {

    private static TestEnvironment stage;

    private HtmlBrowser alice;
    private NativeApp app;

    @BeforeAll
    static void open() {
        stage = TestEnvironment.open(Database.H2);
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @BeforeEach
    void alice_arrives() {
        alice = new HtmlBrowser();
        app = new NativeApp(stage);
    }

    @AfterEach
    void alice_leaves() {
        alice.close();
        app.close();
    }

    @Test
    void people_stay_signed_in() {
        alice.signIn(stage.shop(), "alice");
        String sid = alice.text("sid");

        stage.killAndRestartServer();
        alice.visit(stage.news());
        alice.press("sign-in");

        assertThat(alice.text("sid")).isEqualTo(sid);
    }

    @Test
    void tokens_still_work() {
        alice.signIn(stage.shop(), "alice");
        Tokens tokens = app.signIn(alice, "alice");

        stage.killAndRestartServer();
        alice.visit(stage.shop());

        assertThat(alice.attribute("userinfo", "data-status")).isEqualTo("200");
        assertThat(app.call(tokens)).isEqualTo(200);
        assertThat(app.refresh(tokens)).isEqualTo(200);
    }

    @Test
    void a_logout_by_redirect_with_a_token_from_before_ends_everything() {
        alice.signIn(stage.shop(), "alice");

        stage.killAndRestartServer();
        alice.visit(stage.shop());
        alice.press("sign-out-redirect");

        assertThat(proof()).containsExactly("gone", "refused", "inactive", "refused");
    }

    @Test
    void a_hint_of_an_earlier_session_needs_no_confirmation() {
        Tokens tokens = app.signIn(alice, "alice");

        stage.killAndRestartServer();
        alice.visit(stage.server() + "/connect/logout?id_token_hint="
                + URLEncoder.encode(tokens.idToken(), StandardCharsets.UTF_8));

        assertThat(alice.isAskedToConfirm()).isFalse();
        assertThat(app.refresh(tokens)).isEqualTo(400);
        alice.visit(stage.news());
        alice.press("sign-in");
        assertThat(alice.isAskedForPassword()).isTrue();
    }

    @Test
    void a_logout_that_was_answered_stays_a_logout_even_if_the_server_dies_right_after() {
        alice.signIn(stage.shop(), "alice");
        Tokens tokens = app.signIn(alice, "alice");
        alice.visit(stage.server() + "/logout?client_id=mobile");

        stage.killAndRestartServer();

        assertThat(app.call(tokens)).isEqualTo(401);
        assertThat(app.refresh(tokens)).isEqualTo(400);
        alice.awaitSignedOutOf(stage.shop());
    }

    private List<String> proof() {
        return Stream.of("row-session", "row-userinfo", "row-introspection", "row-refresh")
                .map(row -> alice.attribute(row, "data-answer"))
                .toList();
    }
}
