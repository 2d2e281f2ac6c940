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

/** Attempts to sign in are logged and counted (fault D10). */
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
