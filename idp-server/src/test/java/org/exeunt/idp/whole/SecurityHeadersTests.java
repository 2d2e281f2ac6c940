package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer says to browsers, whatever it answers. */
class SecurityHeadersTests {

    private final RunningServer server = RunningServer.shared(TestDatabase.H2);
    private final TestBrowser nobody = new TestBrowser(server);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / 200",
                "GET /login 200",
                "GET /login 200",
                "GET /activate 302",
                "GET /logout 200",
                "GET /logout?client_id=shop 200",
                "GET /logout?client_id=shop&redirect_uri=http://localhost:8080/signed-out 303",
                "GET /logout?client_id=shop&client_id=shop 400",
                "GET /connect/logout 200",
                "POST /logout/confirmation 200",
                "GET /session 403",
                "DELETE /session?client_id=shop 403",
                "GET /api/2/logout 401",
                "PUT /api/2/logout 405",
                "GET /oauth2/authorize 400",
                "POST /oauth2/token 401",
                "POST /oauth2/revoke 401",
                "GET /oauth2/jwks 200",
                "GET /.well-known/openid-configuration 200",
                "GET /nowhere 404",
                "POST /login 403",
                "GET /error 404",
                "GET /sdk/v1/session.js 200",
                "GET /sdk/v1/missing.js 404",
                "GET /themes/base/theme.css 200",
                "GET /themes/base/templates/layout.html 404",
                "GET /favicon.ico 404"
            })
    @DisplayName(
            "SEC-06, SEC-09, SEC-15, SEC-30: every answer forbids framing, sniffing, foreign content and referrers")
    void every_answer_says_it(String request) {
        String[] words = request.split(" ", -1);

        HttpResponse<String> answer = nobody.send(words[0], words[1], "X-Forwarded-Proto", "https");

        assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(words[2]));
        assertThat(header(answer, "Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe", "*");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(answer, "Cross-Origin-Opener-Policy")).as("B13").isEmpty();
        assertThat(header(answer, "Cross-Origin-Resource-Policy"))
                .isEqualTo(words[1].startsWith("/sdk/") ? "cross-origin" : "same-origin");
        assertThat(header(answer, "Permissions-Policy")).contains("camera=()", "geolocation=()");
        assertThat(header(answer, "Strict-Transport-Security")).isEqualTo("max-age=31536000; includeSubDomains");
        assertThat(header(answer, "Server")).isEmpty();
        boolean file = answer.statusCode() == 200 && words[1].matches("/(sdk|themes)/.*");
        assertThat(header(answer, "Cache-Control")).isEqualTo(file ? "max-age=3600, public" : "no-store");
        if (!answer.body().isEmpty() && !file) {
            assertThat(header(answer, "Content-Type"))
                    .matches("(?i)text/html;charset=utf-8|application/(problem\\+)?json(;.*)?");
        }
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            assertThat(cookie)
                    .as("COK-02")
                    .contains("; Path=/", "; HttpOnly", "; SameSite=Lax")
                    .doesNotContain("Domain");
        }
    }

    // B13
    @Test
    @DisplayName("A relying party's popup keeps its opener through sign-in and sign-out; pages of our own have none")
    void a_popup_keeps_its_opener_through_sign_in_and_sign_out() {
        var alice = new TestBrowser(server);
        HttpResponse<String> authorize = alice.get(TestClient.SHOP.authorizationUrl("openid"));
        HttpResponse<String> signIn = alice.get("/login");
        HttpResponse<String> wrong = alice.post("/login", Map.of("username", "alice", "password", "x"));
        HttpResponse<String> signedIn = alice.signIn("alice");
        HttpResponse<String> home = alice.get("/");
        HttpResponse<String> consent = alice.get(TestClient.MOBILE.authorizationUrl("openid profile offline_access"));
        HttpResponse<String> callback = alice.get(TestClient.SHOP.authorizationUrl("openid"));
        HttpResponse<String> invalid = alice.get("/oauth2/authorize?client_id=nobody");
        List<HttpResponse<String>> own = List.of(alice.get("/devices"), alice.get("/password"));
        HttpResponse<String> question = alice.get("/connect/logout");
        HttpResponse<String> signedOut = alice.post(
                "/logout/confirmation",
                Map.of("answer", "sign-out", "confirmation", TestBrowser.hidden(question, "confirmation")));

        assertThat(List.of(authorize, signIn, wrong, signedIn, home, consent, callback, invalid, question, signedOut))
                .allSatisfy(answer ->
                        assertThat(header(answer, "Cross-Origin-Opener-Policy")).isEmpty());
        assertThat(own).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        });
    }

    @Test
    @DisplayName("Nobody is told to come by https who came without it")
    void hsts_is_for_https_only() {
        assertThat(header(nobody.get("/login"), "Strict-Transport-Security")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /login?x={}",
                "GET /../../etc/passwd",
                "GET /%00",
                "GET /;x=/login",
                "GET //evil.example/login",
                "TRACE /login",
                "FOO /login",
                "GET /login?x=%FF"
            })
    @DisplayName("SEC-09: what is refused before any of our code is no 5xx, says nothing about us, and leads nowhere")
    void early_refusals_reveal_nothing_about_the_server(String requestLine) {
        var answer = nobody.raw(requestLine);

        assertThat(answer.status()).isBetween(200, 499);
        assertThat(answer.body()).doesNotContain("Tomcat", "Exception", "org.", "evil.example");
        assertThat(answer.location()).isIn("", "/login");
    }

    @Test
    @DisplayName(
            "COK-07: cookies, headers and parameters without end are refused in words that say what to do, and no 5xx")
    void excessive_values_are_refused_in_words() {
        String cookies = "c=" + "x".repeat(4000) + "; ";
        String[] manyHeaders = new String[400];
        Arrays.setAll(manyHeaders, number -> number % 2 == 0 ? "X-" + number : "a");

        var bomb = nobody.raw("GET /logout", "Cookie", cookies.repeat(60));
        var headers = nobody.raw("GET /logout", manyHeaders);
        var crumbs = nobody.raw("GET /logout", "Cookie", "a=b; ".repeat(1000) + "c=d");
        var parameters = nobody.raw("GET /logout?" + "a=1&".repeat(2000));
        var address = nobody.raw("GET /logout?" + "a".repeat(100_000));

        assertThat(parameters.status()).isEqualTo(400);
        assertThat(parameters.body()).contains("The sign-out link is damaged");
        assertThat(List.of(bomb.status(), headers.status())).containsOnly(431);
        assertThat(crumbs.status()).isEqualTo(400);
        assertThat(address.status()).isEqualTo(414);
        for (var answer : List.of(bomb, headers, crumbs, address)) {
            assertThat(answer.body())
                    .contains("We could not", "ry again", "cookies")
                    .doesNotContain("Tomcat", "Exception");
            assertThat(answer.header("Content-Type")).hasSize(1).allMatch(type -> type.startsWith("text/html"));
            assertThat(answer.header("Content-Security-Policy")).hasSize(1);
            assertThat(answer.header("X-Content-Type-Options")).containsExactly("nosniff");
        }
    }

    private static String header(HttpResponse<?> answer, String name) {
        return TestBrowser.header(answer, name);
    }
}
