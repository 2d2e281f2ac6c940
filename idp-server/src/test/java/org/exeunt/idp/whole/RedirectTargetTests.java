package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a logout leads, and with what. */
@TestInstance(Lifecycle.PER_CLASS)
class RedirectTargetTests {

    private static final String WITH_QUERY = "http://localhost:8080/bye?from=exeunt";

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @BeforeAll
    void start() {
        server = RunningServer.start(
                TestDatabase.H2.freshUrl(),
                "--exeunt.clients.shop.post-logout-redirect-uris=" + TestClient.SHOP.signedOut() + "," + WITH_QUERY,
                "--exeunt.clients.mobile.post-logout-redirect-uris=org.exeunt.mobile:/logout,http://127.0.0.1/bye");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"plain", "a b&c=d#e?f/g", "æøå", "漢字 🚪", "100%25+1", "\"><b>", "{}|^`\\", "%0d%0a as text"})
    @DisplayName(
            "RPI-03, RPI-26, RPI-28, RPI-56, LEG-15: state comes back as it was given, by GET and by POST, and nothing else")
    void state_comes_back_as_it_was_given(String state) {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        String parameters = "post_logout_redirect_uri=" + TestClient.SHOP.signedOut() + "&id_token_hint=" + tokens.id()
                + "&state=" + TestBrowser.encode(state);
        String expected = TestClient.SHOP.signedOut() + "?state="
                + TestBrowser.encode(state).replace("+", "%20");

        HttpResponse<String> byPost = alice.post("/connect/logout", parameters);
        HttpResponse<String> byGet = alice.get("/connect/logout?" + parameters);

        assertThat(byPost.statusCode()).isEqualTo(303);
        assertThat(TestBrowser.location(byPost)).isEqualTo(expected);
        assertThat(TestBrowser.location(byGet)).isEqualTo(expected);
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName("RPI-27, RPI-29: a registered query is kept, and without a state none is made up")
    void a_registered_query_is_kept() {
        var nobody = new TestBrowser(server);
        String logout = "/logout?client_id=shop&redirect_uri=" + TestBrowser.encode(WITH_QUERY);

        HttpResponse<String> without = nobody.get(logout);
        HttpResponse<String> empty = nobody.get(logout + "&state=");
        HttpResponse<String> with = nobody.get(logout + "&state=s");

        assertThat(TestBrowser.location(without)).isEqualTo(WITH_QUERY);
        assertThat(TestBrowser.location(empty)).isEqualTo(WITH_QUERY);
        assertThat(TestBrowser.location(with)).isEqualTo(WITH_QUERY + "&state=s");
    }

    @Test
    @DisplayName("LEG-14, RPI-47: an app's own scheme is a target like any other")
    void an_apps_own_scheme_is_a_target() {
        var alice = TestBrowser.signedIn(server, "alice");

        HttpResponse<String> answer =
                alice.get("/logout?client_id=mobile&redirect_uri=org.exeunt.mobile:/logout&state=s");

        assertThat(TestBrowser.location(answer)).isEqualTo("org.exeunt.mobile:/logout?state=s");
        assertThat(alice.isSignedIn()).isFalse();
    }

    // B9, E10
    @ParameterizedTest
    @CsvSource({"/logout,redirect_uri", "/logout,post_logout_redirect_uri", "/connect/logout,post_logout_redirect_uri"})
    @DisplayName("A native app signs in and out at the port that it happened to get")
    void a_native_app_returns_to_its_own_port(String path, String parameter) {
        var alice = TestBrowser.signedIn(server, "alice");
        Map<String, String> signIn = TestClient.MOBILE.authorizationRequest();
        signIn.put("redirect_uri", "http://127.0.0.1:53711/callback");
        String hint = TestClient.MOBILE.tokens(server, alice).id();
        String target = "http://127.0.0.1:53712/bye";

        HttpResponse<String> in = alice.get("/oauth2/authorize?" + TestBrowser.form(signIn));
        HttpResponse<String> out =
                alice.get(path + "?id_token_hint=" + hint + "&" + parameter + "=" + target + "&state=s");

        assertThat(TestBrowser.location(in)).startsWith("http://127.0.0.1:53711/callback?code=");
        assertThat(TestBrowser.location(out)).isEqualTo(target + "?state=s");
        assertThat(alice.isSignedIn()).isFalse();
    }

    // B9
    @Test
    @DisplayName("The port survives the question to the person")
    void a_native_app_returns_to_its_own_port_after_the_question() {
        var alice = TestBrowser.signedIn(server, "alice");
        HttpResponse<String> question = alice.get(
                "/connect/logout?client_id=mobile&post_logout_redirect_uri=http://127.0.0.1:53712/bye&state=s");

        HttpResponse<String> out = alice.post(
                "/logout/confirmation",
                Map.of("answer", "sign-out", "confirmation", TestBrowser.hidden(question, "confirmation")));

        assertThat(TestBrowser.location(out)).isEqualTo("http://127.0.0.1:53712/bye?state=s");
    }

    @ParameterizedTest
    @CsvSource({"/logout,redirect_uri", "/connect/logout,post_logout_redirect_uri"})
    @DisplayName("RPI-22, RPI-24, LEG-12: without a client, or with another one's target, nobody is sent anywhere")
    void a_target_needs_its_own_client(String path, String parameter) {
        var nobody = new TestBrowser(server);
        String target = parameter + "=" + TestClient.SHOP.signedOut();

        for (String query :
                new String[] {"", "client_id=&", "client_id=news&", "id_token_hint=x.y.z&", "oauth_token=unknown&"}) {
            HttpResponse<String> answer =
                    nobody.get(path + "?" + query + target, "Referer", TestClient.SHOP.origin() + "/");

            assertThat(answer.statusCode()).as(query).isEqualTo(200);
            assertThat(TestBrowser.location(answer)).as(query).isEmpty();
        }
    }

    @Test
    @DisplayName("RPI-52: a parameter without a value was not sent")
    void a_parameter_without_a_value_was_not_sent() {
        var alice = TestBrowser.signedIn(server, "alice");

        HttpResponse<String> answer =
                alice.get("/logout?client_id=shop&redirect_uri=&oauth_token=&id_token_hint=&state=");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName(
            "COK-03, COK-04, RPI-42, CVE-19: the cookie is taken away as it was given, and is worthless afterwards")
    void the_cookie_is_taken_away_as_it_was_given() {
        var alice = new TestBrowser(server);
        String given = TestBrowser.header(alice.get("/login"), "Set-Cookie");
        alice.signIn("alice");
        var thief = alice.copyFor(server);

        String taken = TestBrowser.header(alice.get("/logout?client_id=shop"), "Set-Cookie");

        assertThat(given).contains("Path=/", "HttpOnly", "SameSite=Lax").doesNotContain("Domain");
        assertThat(taken).startsWith("exeunt=;").contains("Max-Age=0", "Path=/", "HttpOnly", "SameSite=Lax");
        assertThat(thief.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName("SEC-13: what was asked for before a sign-out does not come up at the next sign-in")
    void an_interrupted_request_does_not_survive_a_sign_out() {
        var browser = TestBrowser.signedIn(server, "alice");
        browser.get(TestClient.NEWS.authorizationUrl("openid") + "&prompt=login");
        browser.get("/logout?client_id=shop");

        HttpResponse<String> signedIn = browser.signIn("bob");

        assertThat(TestBrowser.location(signedIn)).endsWith("/");
    }
}
