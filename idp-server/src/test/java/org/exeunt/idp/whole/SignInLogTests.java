package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Attempts to sign in and answers on the consent page are logged and counted (fault D10). */
@ExtendWith(OutputCaptureExtension.class)
class SignInLogTests {

    @Test
    @DisplayName("Each outcome of a sign-in has its line and its counter, and no line has what was typed")
    void each_outcome_has_its_line_and_counter(CapturedOutput output) {
        try (var server = RunningServer.start(TestDatabase.H2.freshUrl())) {
            assertThat(List.of("ok", "wrong_password", "throttled", "disabled"))
                    .allSatisfy(outcome ->
                            assertThat(count(server, "sign_in", outcome)).isZero());
            String alice = subject(server, "alice");
            String bob = subject(server, "bob");

            TestBrowser.signedIn(server, "alice");
            attempt(server, "typed-into-the-wrong-field", "typed-wrong");
            server.jdbc()
                    .sql("update account set disabled_at = current_timestamp where username = 'bob'")
                    .update();
            attempt(server, "bob", TestClient.password("bob"));
            for (int guess = 0; guess < 12; guess++) {
                attempt(server, "alice", "typed-wrong");
            }

            assertThat(count(server, "sign_in", "ok")).isEqualTo(1);
            assertThat(count(server, "sign_in", "disabled")).isEqualTo(1);
            assertThat(count(server, "sign_in", "wrong_password")).isEqualTo(1 + 10);
            assertThat(count(server, "sign_in", "throttled")).isEqualTo(2);
            assertThat(output.getAll().lines())
                    .filteredOn(line -> line.contains("signed in: "))
                    .singleElement()
                    .asString()
                    .containsPattern("INFO .*signed in: subject=" + alice + " sid=\\S{22}");
            assertThat(output.getAll())
                    .containsPattern("WARN .*wrong password entered: subject=unknown")
                    .containsPattern("WARN .*wrong password entered: subject=" + alice)
                    .containsPattern("WARN .*sign-in refused, the account is disabled: subject=" + bob)
                    .doesNotContain("typed-");
            assertThat(output.getAll().lines())
                    .filteredOn(line -> line.contains("sign-in throttled: subject=" + alice + " wait_seconds="))
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("Each answer on the consent page has its line and its counter")
    void each_answer_to_consent_has_its_line_and_counter(CapturedOutput output) {
        try (var server =
                RunningServer.start(TestDatabase.H2.freshUrl(), "--exeunt.clients.mobile.require-consent=true")) {
            assertThat(count(server, "consent", "granted")).isZero();
            assertThat(count(server, "consent", "refused")).isZero();
            String alice = subject(server, "alice");
            var browser = TestBrowser.signedIn(server, "alice");

            Map<String, String> cancel = consentForm(browser, "openid profile");
            cancel.remove("answer");
            browser.post("/oauth2/authorize", cancel);
            Map<String, String> allow = consentForm(browser, "openid profile");
            allow.put("scope", "profile");
            browser.post("/oauth2/authorize", allow);

            assertThat(count(server, "consent", "granted")).isEqualTo(1);
            assertThat(count(server, "consent", "refused")).isEqualTo(1);
            assertThat(output.getAll())
                    .containsPattern("WARN .*consent refused: subject=" + alice + " client=mobile")
                    .containsPattern("INFO .*consent given: subject=" + alice + " client=mobile");
        }
    }

    private static Map<String, String> consentForm(TestBrowser browser, String scope) {
        String page = TestBrowser.location(browser.get(TestClient.MOBILE.authorizationUrl(scope)));
        return TestBrowser.fields(
                browser.get(page.replaceFirst("^https?://localhost:[0-9]+", "")), "/oauth2/authorize");
    }

    private static void attempt(RunningServer server, String username, String password) {
        var browser = new TestBrowser(server);
        Map<String, String> form = browser.signInForm("alice");
        form.put("username", username);
        form.put("password", password);
        browser.post("/login", form);
    }

    private static double count(RunningServer server, String counter, String outcome) {
        return server.bean(MeterRegistry.class)
                .get(counter)
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static String subject(RunningServer server, String username) {
        return server.jdbc()
                .sql("select subject from account where username = :username")
                .param("username", username)
                .query(String.class)
                .single();
    }
}
