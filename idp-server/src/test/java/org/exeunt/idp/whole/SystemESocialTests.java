package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** System E, a social API whose refresh token is in a cookie: its wire, and what it ends. */
@TestInstance(Lifecycle.PER_CLASS)
@OnWebTestDatabases
class SystemESocialTests {

    private static final String DONE = "{\"message\":\"Logged out successfully\"}";
    private static final String APP = "https://app.example";

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(database.freshUrl(), "--exeunt.clients.mobile.allowed-origins=" + APP);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    @Test
    @DisplayName(
            "System E, COK-01: a refresh token that is handed over is in an HttpOnly cookie for /auth/refresh alone")
    void a_refresh_token_is_handed_over() {
        Tokens tokens = tokens("alice");
        var browser = new TestBrowser(server);

        HttpResponse<String> answer = handOver(browser, tokens);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(TestClient.json(answer))
                .containsEntry("token_type", "Bearer")
                .containsEntry("expires_in", 300)
                .containsKeys("access_token", "scope")
                .doesNotContainKey("refresh_token");
        assertThat(TestClient.isAccepted(server, accessToken(answer))).isTrue();
        assertThat(TestBrowser.header(answer, "Cache-Control")).contains("no-store");
        List<String> cookies = answer.headers().allValues("Set-Cookie");
        assertThat(cookies)
                .hasSize(2)
                .allSatisfy(cookie -> assertThat(cookie)
                        .contains("HttpOnly", "SameSite=Strict", "Max-Age=2592000")
                        .doesNotContain("Domain"));
        assertThat(cookies)
                .anyMatch(cookie -> cookie.startsWith("refresh_token=") && cookie.contains("Path=/auth/refresh;"))
                .anyMatch(cookie -> cookie.startsWith("exeunt-app=") && cookie.contains("Path=/;"));
        assertThat(cookie(browser))
                .isNotEqualTo(tokens.refresh())
                .isNotEqualTo(browser.cookies().get("exeunt-app"));
    }

    @Test
    @DisplayName("System E: POST /auth/refresh answers a new access token from the cookie, and another cookie")
    void the_cookie_gives_access_tokens() {
        var browser = signedIn("alice");
        String before = cookie(browser);

        HttpResponse<String> answer = refresh(browser);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(TestClient.isAccepted(server, accessToken(answer))).isTrue();
        assertThat(cookie(browser)).isNotEqualTo(before);
        assertThat(answer.body()).doesNotContain(before, cookie(browser));
        assertThat(refresh(browser).statusCode()).isEqualTo(200);
        var program = new TestBrowser(server);
        HttpResponse<String> byProgram =
                program.send("POST", "/auth/refresh", "Cookie", "refresh_token=" + cookie(browser));
        assertThat(byProgram.statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "System E: POST /auth/logout, to which the browser does not send the cookie, revokes all at once and clears it")
    void logout_without_the_cookie() {
        var browser = new TestBrowser(server);
        browser.signIn("alice");
        Tokens tokens = TestClient.MOBILE.tokens(server, browser);
        Tokens elsewhere = tokens("alice");
        String first = accessToken(handOver(browser, tokens));
        String second = accessToken(refresh(browser));
        String refreshToken = cookie(browser);

        HttpResponse<String> answer = browser.send("POST", "/auth/logout", "Origin", APP);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(DONE);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("refresh_token=;")
                        && cookie.contains("Path=/auth/refresh;")
                        && cookie.contains("Max-Age=0"))
                .anyMatch(cookie -> cookie.startsWith("exeunt-app=;") && cookie.contains("Path=/;"));
        assertThat(List.of(tokens.access(), first, second))
                .allSatisfy(token ->
                        assertThat(TestClient.isAccepted(server, token)).isFalse());
        assertThat(TestClient.isOk(TestClient.MOBILE.refresh(server, refreshToken)))
                .isFalse();
        assertThat(refresh(browser).statusCode()).isEqualTo(401);
        assertThat(browser.isSignedIn()).as("the session of the browser").isTrue();
        assertThat(TestClient.isAccepted(server, elsewhere.access())).isTrue();
        assertThat(browser.send("POST", "/auth/logout").body()).isEqualTo(DONE);
        assertThat(new TestBrowser(server).send("POST", "/auth/logout").body()).isEqualTo(DONE);
    }

    @Test
    @DisplayName("System E: a program that does send the cookie to /auth/logout is signed out by it")
    void logout_with_the_cookie() {
        Tokens tokens = tokens("alice");

        HttpResponse<String> answer =
                new TestBrowser(server).send("POST", "/auth/logout", "Cookie", "refresh_token=" + tokens.refresh());

        assertThat(answer.body()).isEqualTo(DONE);
        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
    }

    @Test
    @DisplayName(
            "System E, SEC-01, SEC-08: a foreign page hears the same answer, and signs nobody out; it gets no token either")
    void foreign_pages_end_nothing() {
        var browser = signedIn("alice");
        String token = accessToken(refresh(browser));
        String cookie = cookie(browser);
        String[][] pages = {
            {"Origin", "https://evil.example"},
            {"Origin", "null"},
            {"Origin", "%"},
            {"Origin", ""},
            {"Origin", "https://app.example.evil.example"},
            {"Origin", "http://app.example"},
            {"Origin", TestClient.SHOP.origin()},
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"}
        };

        for (String[] page : pages) {
            HttpResponse<String> logout = browser.send("POST", "/auth/logout", page);
            HttpResponse<String> refresh = browser.send("POST", "/auth/refresh", page);

            assertThat(logout.statusCode()).as(page[1]).isEqualTo(200);
            assertThat(logout.body()).as(page[1]).isEqualTo(DONE);
            assertThat(refresh.statusCode()).as(page[1]).isEqualTo(403);
            assertThat(refresh.body()).contains("origin-not-allowed");
            for (HttpResponse<String> answer : List.of(logout, refresh)) {
                assertThat(TestBrowser.header(answer, "Set-Cookie")).as(page[1]).isEmpty();
                if (!page[1].equals(TestClient.SHOP.origin())) {
                    assertThat(TestBrowser.header(answer, "Access-Control-Allow-Origin"))
                            .as(page[1])
                            .isEmpty();
                }
            }
        }
        HttpResponse<String> form =
                browser.post("/auth/logout", "", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate");

        assertThat(form.statusCode()).isEqualTo(403);
        String ours = server.url("").toString();
        assertThat(browser.send("POST", "/auth/logout", "Origin", ours.replace("localhost", "127.0.0.1"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(TestClient.isAccepted(server, token)).isTrue();
        assertThat(browser.cookies()).containsEntry("refresh_token", cookie);
        assertThat(refresh(browser).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("System E: scripts of registered origins may call both with cookies, and those of others neither")
    void cors_is_for_registered_origins() {
        var browser = new TestBrowser(server);
        for (String path : List.of("/auth/refresh", "/auth/logout")) {
            HttpResponse<String> ours = preflight(browser, path, APP);
            HttpResponse<String> evil = preflight(browser, path, "https://evil.example");

            assertThat(TestBrowser.header(ours, "Access-Control-Allow-Origin")).isEqualTo(APP);
            assertThat(TestBrowser.header(ours, "Access-Control-Allow-Credentials"))
                    .isEqualTo("true");
            assertThat(TestBrowser.header(ours, "Access-Control-Allow-Headers")).containsIgnoringCase("content-type");
            assertThat(TestBrowser.header(evil, "Access-Control-Allow-Origin")).isEmpty();
        }
        HttpResponse<String> answer = refresh(signedIn("alice"));
        assertThat(TestBrowser.header(answer, "Access-Control-Allow-Origin")).isEqualTo(APP);
    }

    @Test
    @DisplayName("System E, CVE-15: a refresh token that somebody planted in the browser gives its page nothing")
    void a_planted_cookie_is_refused() {
        var victim = signedIn("alice");
        Tokens attackers = tokens("bob");
        String own = cookie(victim);
        victim.cookies().put("refresh_token", attackers.refresh());

        HttpResponse<String> answer = refresh(victim);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("invalid-refresh-token").doesNotContain("access_token");
        assertThat(TestClient.isAccepted(server, attackers.access()))
                .as("not even used up")
                .isTrue();
        victim.cookies().put("refresh_token", own + "; refresh_token=" + attackers.refresh());
        assertThat(refresh(victim).statusCode()).isEqualTo(401);
        var without = new TestBrowser(server);
        without.cookies().put("refresh_token", own);
        assertThat(refresh(without).statusCode()).isEqualTo(401);
        victim.cookies().put("refresh_token", own);
        assertThat(refresh(victim).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("System E: only public clients refresh without saying who they are (RFC 6749, section 6)")
    void a_client_with_a_secret_is_refused() {
        Tokens tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));
        var program = new TestBrowser(server);

        assertThat(program.postJson("/auth/refresh", "{\"refresh_token\":\"" + tokens.refresh() + "\"}")
                        .statusCode())
                .isEqualTo(401);
        assertThat(program.postJson("/auth/refresh", "{\"refresh_token\":\"" + tokens.access() + "\"}")
                        .statusCode())
                .isEqualTo(401);
        assertThat(program.send("POST", "/auth/refresh").statusCode()).isEqualTo(401);
        assertThat(TestClient.isOk(TestClient.SHOP.refresh(server, tokens.refresh())))
                .isTrue();
    }

    @Test
    @DisplayName("System E, BCP-20: a cookie that is used twice was copied, and everything made from it ends")
    void a_copied_cookie_ends_everything() {
        var browser = signedIn("alice");
        var thief = browser.copyFor(server);
        String token = accessToken(refresh(browser));

        HttpResponse<String> stolen = refresh(thief);

        assertThat(stolen.statusCode()).isEqualTo(401);
        assertThat(TestClient.isAccepted(server, token)).isFalse();
        assertThat(refresh(browser).statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("System E: who signs in at the same app in the same browser leaves nothing of the former person alive")
    void the_next_person_replaces_the_former() {
        var browser = signedIn("alice");
        String alices = accessToken(refresh(browser));

        String bobs = accessToken(handOver(browser, tokens("bob")));

        assertThat(TestClient.isAccepted(server, alices)).isFalse();
        assertThat(TestClient.isAccepted(server, bobs)).isTrue();
        assertThat(browser.send("POST", "/auth/logout").body()).isEqualTo(DONE);
        assertThat(TestClient.isAccepted(server, bobs)).isFalse();
    }

    @Test
    @DisplayName(
            "System E, REV-18: a logout that broke is not reported as one; the cookie is gone, and asking again works")
    void a_logout_that_broke_is_no_success() {
        int step = 1;
        boolean broke = true;

        while (broke) {
            var browser = signedIn("alice");
            String token = accessToken(refresh(browser));
            server.faults().failAtStatement(step++);
            HttpResponse<String> answer = browser.send("POST", "/auth/logout", "Origin", APP);
            broke = server.faults().heal();

            assertThat(browser.cookies()).doesNotContainKey("refresh_token");
            if (broke) {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("not-signed-out");
                assertThat(TestClient.isAccepted(server, token)).isTrue();
                assertThat(browser.send("POST", "/auth/logout", "Origin", APP).body())
                        .isEqualTo(DONE);
            }
            assertThat(TestClient.isAccepted(server, token)).isFalse();
        }
        assertThat(step).isGreaterThan(4);
    }

    private TestBrowser signedIn(String username) {
        var browser = new TestBrowser(server);
        assertThat(handOver(browser, tokens(username)).statusCode()).isEqualTo(200);
        return browser;
    }

    private Tokens tokens(String username) {
        return TestClient.MOBILE.tokens(server, TestBrowser.signedIn(server, username));
    }

    private static HttpResponse<String> handOver(TestBrowser browser, Tokens tokens) {
        return browser.postJson("/auth/refresh", "{\"refresh_token\":\"" + tokens.refresh() + "\"}", "Origin", APP);
    }

    private static HttpResponse<String> refresh(TestBrowser browser) {
        return browser.send("POST", "/auth/refresh", "Origin", APP);
    }

    private static String cookie(TestBrowser browser) {
        return Objects.requireNonNull(browser.cookies().get("refresh_token"));
    }

    private static String accessToken(HttpResponse<String> answer) {
        return TestClient.json(answer, "access_token");
    }

    private static HttpResponse<String> preflight(TestBrowser browser, String path, String origin) {
        return browser.send(
                "OPTIONS",
                path,
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "content-type");
    }
}
