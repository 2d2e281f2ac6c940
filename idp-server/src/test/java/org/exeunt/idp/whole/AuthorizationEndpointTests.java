package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an authorization needs, and who may ask for one. */
class AuthorizationEndpointTests {

    private final RunningServer server = RunningServer.shared(TestDatabase.H2);
    private final TestBrowser alice = TestBrowser.signedIn(server, "alice");

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "KIOSK")
    @DisplayName("BCP-16: no client gets a code without a challenge, nor tokens for a code without its verifier")
    void a_code_needs_the_verifier_of_its_challenge(TestClient client) {
        Map<String, String> request = client.authorizationRequest("openid");
        request.remove("code_challenge");
        request.remove("code_challenge_method");
        var withoutChallenge = alice.get("/oauth2/authorize?" + TestBrowser.form(request));
        String callback = String.valueOf(request.get("redirect_uri"));
        String code = client.code(alice, "openid");

        var withoutVerifier = client.call(
                server,
                "/oauth2/token",
                Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", callback));
        var withAnEmptyOne = client.call(
                server,
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        callback,
                        "code_verifier",
                        ""));
        var withAnother = client.call(
                server,
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        callback,
                        "code_verifier",
                        "x".repeat(43)));

        assertThat(TestBrowser.location(withoutChallenge))
                .startsWith(callback + "?error=invalid_request")
                .doesNotContain("code=");
        for (var answer : List.of(withoutVerifier, withAnEmptyOne, withAnother)) {
            assertThat(answer.statusCode()).isIn(400, 401);
            assertThat(answer.body()).doesNotContain("access_token");
        }
    }

    @Test
    @DisplayName("BCP-07, CVE-44: codes and refresh tokens are of no use to another client")
    void codes_and_refresh_tokens_are_bound_to_their_client() {
        String code = TestClient.SHOP.code(alice, "openid");
        Tokens tokens = TestClient.SHOP.tokens(server, alice, "openid");

        var strangersCode = TestClient.NEWS.redeem(server, code);
        var strangersToken = TestClient.NEWS.refresh(server, tokens.refresh());
        var nobodysToken = TestClient.MOBILE.refresh(server, tokens.refresh());

        for (var answer : List.of(strangersCode, strangersToken, nobodysToken)) {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("invalid_grant").doesNotContain("access_token");
        }
    }

    @Test
    @DisplayName("a browser that calls userinfo without a token hears 401 and how to get in, and nothing is kept of it")
    void userinfo_without_a_token_redirects_to_no_page() {
        var nobody = new TestBrowser(server);

        var answer = nobody.get("/userinfo");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(TestBrowser.header(answer, "WWW-Authenticate")).startsWith("Bearer");
        assertThat(nobody.sessionCookie()).isEmpty();
        assertThat(alice.get("/userinfo").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/oauth2/token", "/oauth2/revoke", "/oauth2/introspect", "/oauth2/device_authorization"})
    @DisplayName("what is only posted to answers 405 to anything else, whoever asks")
    void post_only_endpoints_refuse_get(String path) {
        for (var browser : List.of(new TestBrowser(server), alice)) {
            for (String method : List.of("GET", "PUT", "DELETE")) {
                var answer = browser.send(method, path);

                assertThat(answer.statusCode()).as(method).isEqualTo(405);
                assertThat(TestBrowser.header(answer, "Allow")).isEqualTo("POST");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oauth2/authorize",
                "/oauth2/token",
                "/oauth2/revoke",
                "/userinfo",
                "/login",
                "/logout",
                "/connect/logout",
                "/api/2/logout"
            })
    @DisplayName("BCP-12: scripts of other origins read nothing")
    void scripts_of_other_origins_read_nothing(String path) {
        String[] script = {
            "Origin", TestClient.SHOP.origin(), "Sec-Fetch-Mode", "cors", "Access-Control-Request-Method", "GET"
        };

        for (String method : new String[] {"GET", "OPTIONS"}) {
            var answer = alice.send(method, path, script);

            assertThat(answer.headers().map().keySet())
                    .as(method)
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-allow"));
        }
        assertThat(alice.isSignedIn()).isTrue();
    }
}
