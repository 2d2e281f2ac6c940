package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.bind.annotation.RequestMethod;

/** Which requests of foreign pages change a cookie: they could replace or delete one that the browser withheld (fault E3). */
@TestInstance(Lifecycle.PER_CLASS)
class CookieChangesTests {

    private static final String SESSION = "exeunt";

    private static final String BROWSER_STATE = "exeunt-browser-state";

    private static final List<RequestMethod> METHODS =
            List.of(RequestMethod.GET, RequestMethod.POST, RequestMethod.DELETE);

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @BeforeAll
    void start() {
        server = RunningServer.start(
                TestDatabase.H2.freshUrl(),
                "--exeunt.clients.shop.session-management=true",
                "--exeunt.compat.jsonp=true");
        server.jdbc()
                .sql("update account set password_hash = '{noop}' || username || '-demo-password'")
                .update();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Name, Sec-Fetch-Mode, Sec-Fetch-Dest. */
    static Stream<List<String>> requestsOfForeignPages() {
        return Stream.of(
                List.of("no-cors", "image"),
                List.of("no-cors", "script"),
                List.of("cors", "empty"),
                List.of("navigate", "iframe"));
    }

    @ParameterizedTest
    @MethodSource("requestsOfForeignPages")
    @DisplayName("A request of a foreign page without the session's cookie changes no cookie, at any endpoint")
    void without_the_sessions_cookie_no_cookie_changes(List<String> kind) {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        Set<String> changing = new TreeSet<>();

        for (RequestMethod method : METHODS) {
            for (String address : Endpoints.of(server, method)) {
                var page = alice.copyFor(server);
                page.cookies().remove(SESSION);
                var answer = send(page, method, address, tokens, headers(kind));
                if (!answer.headers().allValues("Set-Cookie").isEmpty()) {
                    changing.add(method + " " + address + " " + answer.headers().allValues("Set-Cookie"));
                }
            }
        }

        assertThat(changing).isEmpty();
        assertThat(alice.isSignedIn()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("requestsOfForeignPages")
    @DisplayName(
            "A request of a foreign page with the session's cookie that ends no session leaves the OP browser state as it is")
    void with_the_sessions_cookie_the_browser_state_stays(List<String> kind) {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        String state = alice.cookies().get(BROWSER_STATE);

        for (String address : Endpoints.of(server, RequestMethod.GET)) {
            if (!address.equals("/ajax/logout.js")) {
                send(alice, RequestMethod.GET, address, tokens, headers(kind));

                assertThat(alice.cookies().get(BROWSER_STATE)).as(address).isEqualTo(state);
            }
        }

        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName(
            "A silent authorization request leaves the OP browser state as it is while the session lives, whatever it is answered")
    void a_silent_request_leaves_the_browser_state() {
        var alice = TestBrowser.signedIn(server, "alice");
        String bobsHint = TestClient.SHOP
                .tokens(server, TestBrowser.signedIn(server, "bob"))
                .id();
        String state = String.valueOf(alice.cookies().get(BROWSER_STATE));
        String silent = TestClient.SHOP.authorizationUrl("openid") + "&prompt=none";
        var framed = alice.copyFor(server);
        framed.cookies().remove(SESSION);

        var ofAnotherPerson = alice.get(silent + "&id_token_hint=" + bobsHint);
        var withheld = framed.get(silent, headers(List.of("navigate", "iframe")));

        for (var answer : List.of(ofAnotherPerson, withheld)) {
            Map<String, String> parameters = TestBrowser.query(TestBrowser.location(answer));
            assertThat(parameters).containsEntry("error", "login_required");
            String sessionState = String.valueOf(parameters.get("session_state"));
            String salt = sessionState.substring(44);
            assertThat(sessionState)
                    .as("what the frame finds unchanged")
                    .isEqualTo(SessionManagementTests.sha256("shop http://localhost:8080 " + state + " " + salt) + "."
                            + salt);
        }
        assertThat(alice.cookies()).containsEntry(BROWSER_STATE, state);
        assertThat(framed.cookies()).containsEntry(BROWSER_STATE, state);
    }

    private static String[] headers(List<String> kind) {
        return new String[] {
            "Sec-Fetch-Site",
            "cross-site",
            "Sec-Fetch-Mode",
            kind.get(0),
            "Sec-Fetch-Dest",
            kind.get(1),
            "Referer",
            "https://evil.example/"
        };
    }

    private static HttpResponse<String> send(
            TestBrowser browser, RequestMethod method, String address, Tokens tokens, String... headers) {
        String path = address.replaceAll("\\{[^}]+}", tokens.sid());
        String parameters = address.equals("/oauth2/authorize")
                ? TestBrowser.form(TestClient.SHOP.authorizationRequest()) + "&prompt=none&ui_locales=nb"
                : TestBrowser.form(Map.of(
                        "client_id", "shop",
                        "redirect_uri", TestClient.SHOP.signedOut(),
                        "callback", "f1234abcd",
                        "username", "bob",
                        "password", TestClient.password("bob"),
                        "ui_locales", "nb",
                        "state", "x"));
        return method == RequestMethod.POST
                ? browser.post(path, parameters, headers)
                : browser.send(method.name(), path + "?" + parameters, headers);
    }
}
