package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code prompt=none} is answered to the client, and shows nothing to the user, whatever happens (fault D12). */
@Tag("fire")
@OnEachDatabase
class SilentRequestTests {

    private final RunningServer server;

    SilentRequestTests(TestDatabase database) {
        server = RunningServer.forRaces(database, TestBackChannel.OF_RACES);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "During a logout, by every way in: a code or login_required, at the redirect URI and in the response mode")
    void during_a_logout(WayIn wayIn) {
        Repeat.run(round -> {
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens shop = TestClient.SHOP.tokens(server, alice);
            String mode = round % 2 == 0 ? "query" : "form_post";
            Callable<HttpResponse<String>> logout = wayIn.prepare(alice.copyFor(server), shop);
            var answered = new AtomicBoolean();
            List<HttpResponse<String>> answers = Collections.synchronizedList(new ArrayList<>());

            ConcurrentRequests.send(List.of(
                    () -> {
                        var answer = logout.call();
                        answered.set(true);
                        return answer;
                    },
                    () -> poll(alice.copyFor(server), mode, answered, answers),
                    () -> poll(alice.copyFor(server), mode, answered, answers),
                    () -> poll(alice.copyFor(server), mode, answered, answers)));

            assertThat(answers).isNotEmpty().allSatisfy(answer -> {
                assertThat(answer.statusCode()).isEqualTo(mode.equals("query") ? 302 : 200);
                if (mode.equals("query")) {
                    assertThat(TestBrowser.location(answer))
                            .startsWith("http://localhost:8081/login/oauth2/code/exeunt?");
                }
                Map<String, String> parameters = AuthorizationResponseTests.answer(answer);
                assertThat(parameters).containsEntry("state", "s").containsKey("iss");
                assertThat(parameters.containsKey("code") || "login_required".equals(parameters.get("error")))
                        .as(parameters.toString())
                        .isTrue();
            });
            assertThat(AuthorizationResponseTests.answer(answers.getLast()))
                    .as("after the logout")
                    .containsEntry("error", "login_required");
        });
    }

    /** Asks until the logout was answered, and then once more. */
    private static HttpResponse<String> poll(
            TestBrowser browser, String mode, AtomicBoolean answered, List<HttpResponse<String>> answers) {
        while (true) {
            boolean late = answered.get();
            var answer = browser.get(
                    TestClient.NEWS.authorizationUrl("openid") + "&prompt=none&state=s&response_mode=" + mode);
            answers.add(answer);
            if (late) {
                return answer;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openid profile", "profile", ""})
    @DisplayName("Without a session it is login_required, whatever the scopes, and no browser session begins")
    void without_a_session(String scope) {
        var nobody = new TestBrowser(server);

        var answer = nobody.get(TestClient.SHOP.authorizationUrl(scope) + "&prompt=none");

        assertThat(TestBrowser.query(TestBrowser.location(answer))).containsEntry("error", "login_required");
        assertThat(nobody.cookies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openid profile", "profile"})
    @DisplayName("Where the person would have to be asked it is consent_required, whatever the scopes")
    void without_consent(String scope) {
        try (var asking =
                RunningServer.start(TestDatabase.H2.freshUrl(), "--exeunt.clients.shop.require-consent=true")) {
            var alice = TestBrowser.signedIn(asking, "alice");

            var answer = alice.get(TestClient.SHOP.authorizationUrl(scope) + "&prompt=none");

            assertThat(TestBrowser.query(TestBrowser.location(answer))).containsEntry("error", "consent_required");
        }
    }

    @Test
    @DisplayName("A request without the session's cookie or with broken parameters is answered to the client as well")
    void with_broken_parameters() {
        var alice = TestBrowser.signedIn(server, "alice");
        String silent = TestClient.SHOP.authorizationUrl("openid") + "&prompt=none";

        for (String broken : List.of(
                silent.replace("response_type=code&", ""),
                silent.replace("response_type=code", "response_type=token"),
                silent + "&state=a&state=b",
                silent + "&request_uri=x",
                silent + "&prompt=none",
                silent + "&max_age=soon")) {
            for (var browser : List.of(alice, new TestBrowser(server))) {
                var answer = browser.get(broken);

                assertThat(answer.statusCode()).as(broken).isEqualTo(302);
                assertThat(TestBrowser.location(answer))
                        .as(broken)
                        .startsWith("http://localhost:8080/login/oauth2/code/exeunt?error=");
            }
        }
    }
}
