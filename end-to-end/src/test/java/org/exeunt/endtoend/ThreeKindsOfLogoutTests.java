package org.exeunt.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;
import org.exeunt.endtoend.stage.Database;
import org.exeunt.endtoend.stage.HtmlBrowser;
import org.exeunt.endtoend.stage.TestEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** By redirect, by API call, by script: what ends, what stays, and what the other application notices. */
@ParameterizedClass(name = "on {0}")
@EnumSource(Database.class)
class ThreeKindsOfLogoutTests {

    private final TestEnvironment stage;
    private final HtmlBrowser alice = new HtmlBrowser();

    ThreeKindsOfLogoutTests(Database database) {
        stage = TestEnvironment.shared(database);
    }

    @AfterEach
    void alice_leaves() {
        alice.close();
    }

    @Test
    void the_second_application_needs_no_password_and_joins_the_same_session() {
        alice.signIn(stage.shop(), "alice");
        String sid = alice.text("sid");

        alice.visit(stage.news());
        alice.press("sign-in");

        assertThat(alice.text("who")).contains("Alice Adams");
        assertThat(alice.text("sid")).isEqualTo(sid);
        assertThat(alice.attribute("userinfo", "data-status")).isEqualTo("200");
    }

    @Test
    void a_logout_by_redirect_ends_the_session_and_every_token() {
        signInAtBoth();

        alice.visit(stage.shop());
        alice.press("sign-out-redirect");

        assertThat(alice.address()).isEqualTo(stage.shop() + "/signed-out");
        assertThat(alice.attribute("journey", "data-journey")).isEqualTo("Returned");
        assertThat(proof()).containsExactly("gone", "refused", "inactive", "refused");
        assertThat(alice.attribute("verdict", "data-verdict")).isEqualTo("proven");
    }

    @Test
    void the_other_application_is_told_of_a_logout_by_redirect_and_says_so() {
        signInAtBoth();
        alice.visit(stage.shop());
        alice.press("sign-out-redirect");

        alice.awaitSignedOutOf(stage.news());
        alice.visit(stage.news());

        assertThat(alice.text("signed-out-by-back-channel"))
                .containsPattern("You were signed out: [0-9:]+, by the sign-in service");
        assertThat(alice.sees("who")).isFalse();
    }

    @Test
    void after_a_logout_by_redirect_a_sign_in_asks_for_the_password() {
        signInAtBoth();
        alice.visit(stage.shop());
        alice.press("sign-out-redirect");

        alice.press("sign-in");

        assertThat(alice.isAskedForPassword()).isTrue();
    }

    @Test
    void a_logout_by_redirect_that_is_repeated_returns_all_the_same() {
        alice.signIn(stage.shop(), "alice");
        alice.press("sign-out-redirect");

        alice.visit(stage.server() + "/logout?client_id=shop&redirect_uri=" + stage.shop() + "/signed-out");

        assertThat(alice.address()).isEqualTo(stage.shop() + "/signed-out");
        assertThat(proof()).containsExactly("gone", "refused", "inactive", "refused");
    }

    @Test
    void a_logout_by_redirect_leaves_the_other_browser_of_the_same_person_alone() {
        try (HtmlBrowser aliceAtWork = new HtmlBrowser()) {
            aliceAtWork.signIn(stage.shop(), "alice");
            alice.signIn(stage.shop(), "alice");

            alice.press("sign-out-redirect");
            aliceAtWork.visit(stage.shop());

            assertThat(aliceAtWork.attribute("userinfo", "data-status")).isEqualTo("200");
        }
    }

    @Test
    void a_logout_by_api_call_refuses_the_tokens_and_leaves_the_session() {
        String sid = signInAtBoth();

        alice.visit(stage.shop());
        alice.press("sign-out-api");

        assertThat(alice.attribute("call", "data-status")).isEqualTo("200");
        assertThat(proof()).containsExactly("alive", "refused", "inactive", "refused");
        alice.press("sign-in");
        assertThat(alice.text("sid")).isEqualTo(sid);
    }

    @Test
    void a_logout_by_api_call_is_none_of_the_other_applications_business() {
        signInAtBoth();
        alice.visit(stage.shop());
        alice.press("sign-out-api");

        alice.visit(stage.news());

        assertThat(alice.attribute("userinfo", "data-status")).isEqualTo("200");
    }

    @Test
    void a_logout_by_script_ends_the_session_for_both_applications() throws Exception {
        signInAtBoth();

        HttpResponse<String> answer = deleteSession("shop", stage.shop());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"ended\":true,\"visible\":true,\"session\":null,\"status\":\"unknown\"}");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(stage.shop());
        for (String application : List.of(stage.news(), stage.shop())) {
            alice.awaitSignedOutOf(application);
            alice.visit(application);
            assertThat(alice.sees("signed-out-by-back-channel")).isTrue();
        }
    }

    @Test
    void a_logout_by_script_that_is_repeated_says_that_it_ended_nothing() throws Exception {
        alice.signIn(stage.shop(), "alice");
        deleteSession("shop", stage.shop());

        HttpResponse<String> answer = deleteSession("shop", stage.shop());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"ended\":false,\"visible\":false,\"session\":null,\"status\":\"unknown\"}");
    }

    @Test
    void a_script_of_an_origin_that_the_client_did_not_register_ends_nothing() throws Exception {
        alice.signIn(stage.shop(), "alice");

        HttpResponse<String> answer = deleteSession("shop", stage.news());

        assertThat(answer.statusCode()).isEqualTo(403);
        alice.visit(stage.shop());
        assertThat(alice.attribute("userinfo", "data-status")).isEqualTo("200");
    }

    @Test
    void the_standard_logout_without_a_hint_asks_first() {
        alice.signIn(stage.shop(), "alice");

        alice.visit(stage.server() + "/connect/logout?client_id=shop&post_logout_redirect_uri=" + stage.shop()
                + "/signed-out");

        assertThat(alice.isAskedToConfirm()).isTrue();
        alice.answer("stay");
        alice.visit(stage.shop());
        assertThat(alice.attribute("userinfo", "data-status")).isEqualTo("200");
    }

    @Test
    void a_confirmed_logout_ends_the_session_and_returns() {
        alice.signIn(stage.shop(), "alice");
        alice.visit(stage.server() + "/connect/logout?client_id=shop&post_logout_redirect_uri=" + stage.shop()
                + "/signed-out");

        alice.answer("sign-out");

        assertThat(alice.address()).startsWith(stage.shop());
        alice.awaitSignedOutOf(stage.shop());
    }

    @Test
    void an_app_signs_out_with_its_tokens_and_no_session_ends() {
        alice.signIn(stage.news(), "alice");
        signInOnThePhone();

        alice.press("phone-sign-out");

        assertThat(alice.attribute("phone-answer", "data-status")).isEqualTo("200");
        assertThat(phoneProof()).containsExactly("refused", "refused");
        alice.visit(stage.news());
        assertThat(alice.attribute("userinfo", "data-status")).isEqualTo("200");
    }

    @Test
    void an_app_that_revokes_its_refresh_token_loses_its_access_token_too() {
        alice.signIn(stage.news(), "alice");
        signInOnThePhone();

        alice.press("phone-revoke");

        assertThat(alice.attribute("phone-answer", "data-status")).isEqualTo("200");
        assertThat(phoneProof()).containsExactly("refused", "refused");
    }

    @Test
    void an_app_calls_and_refreshes_until_it_signs_out() {
        alice.signIn(stage.news(), "alice");
        signInOnThePhone();

        Stream.of("phone-call", "phone-refresh", "phone-call").forEach(button -> {
            alice.press(button);
            assertThat(alice.attribute("phone-answer", "data-status"))
                    .as(button)
                    .isEqualTo("200");
        });
        alice.press("phone-sign-out");

        assertThat(phoneProof()).containsExactly("refused", "refused");
    }

    private String signInAtBoth() {
        alice.signIn(stage.shop(), "alice");
        alice.signIn(stage.news(), "alice");
        return alice.text("sid");
    }

    private void signInOnThePhone() {
        alice.visit(stage.shop() + "/mobile");
        alice.press("phone-sign-in");
        alice.givePassword("alice");
        assertThat(alice.attribute("phone", "data-signed-in")).isEqualTo("true");
    }

    private List<String> proof() {
        return Stream.of("row-session", "row-userinfo", "row-introspection", "row-refresh")
                .map(row -> alice.attribute(row, "data-answer"))
                .toList();
    }

    private List<String> phoneProof() {
        return Stream.of("phone-userinfo", "phone-refresh")
                .map(finding -> alice.attribute(finding, "data-answer"))
                .toList();
    }

    /** What a script sends from a page of that origin. */
    private HttpResponse<String> deleteSession(String client, String origin) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(stage.server() + "/session?client_id=" + client))
                            .header("Origin", origin)
                            .header("Cookie", "exeunt=" + alice.cookie("exeunt"))
                            .DELETE()
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
