package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server as it is used in earnest: behind a proxy that speaks https to the world. */
@TestInstance(Lifecycle.PER_CLASS)
class BehindHttpsTests {

    private static final String COOKIE = "__Host-exeunt";
    private static final String[] PROXY = {"X-Forwarded-Proto", "https", "X-Forwarded-Host", "id.example"};

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @BeforeAll
    void start() {
        server = RunningServer.start(TestDatabase.H2.freshUrl(), "--exeunt.issuer=https://id.example");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("COK-01, COK-02, COK-06, CVE-43: only a host's own, secure cookie carries a session")
    void only_a_hosts_own_secure_cookie_carries_a_session() {
        var alice = new TestBrowser(server);
        String given = alice.signIn("alice").headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(COOKIE + "="))
                .findFirst()
                .orElseThrow();
        String session = alice.cookies().getOrDefault(COOKIE, "");
        boolean signedIn = alice.isSignedIn();

        assertThat(given).startsWith(COOKIE + "=").contains("Secure", "HttpOnly", "Path=/", "SameSite=Lax");
        assertThat(given).doesNotContainIgnoringCase("Domain=");
        assertThat(signedIn).isTrue();
        for (String other : new String[] {"exeunt", "__host-exeunt", "SESSION", "JSESSIONID", "__Secure-exeunt"}) {
            HttpResponse<String> answer = new TestBrowser(server).get("/", "Cookie", other + "=" + session);

            assertThat(answer.body()).as(other).doesNotContain("Alice Adams");
        }
    }

    @ParameterizedTest
    @CsvSource({"lax,Lax", "none,None"})
    @DisplayName("LEG-31, COK-01: a browser is known again exactly where it would show its session")
    void both_cookies_of_a_sign_in_go_the_same_ways(String configured, String attribute) {
        try (var another = RunningServer.start(
                TestDatabase.H2.freshUrl(),
                "--exeunt.issuer=https://id.example",
                "--exeunt.session.same-site=" + configured)) {
            var alice = new TestBrowser(another);
            List<String> given = alice.signIn("alice").headers().allValues("Set-Cookie");

            assertThat(given)
                    .filteredOn(cookie -> cookie.startsWith(COOKIE + "="))
                    .hasSize(1);
            assertThat(given)
                    .filteredOn(cookie -> cookie.startsWith(COOKIE + "-browser="))
                    .hasSize(1);
            assertThat(given).allSatisfy(cookie -> assertThat(cookie).contains("SameSite=" + attribute));
        }
    }

    @Test
    @DisplayName(
            "CSD-01, CSD-02, CSD-03, CSD-05: a logout clears storage, not the cache, and of the cookies only ours, by name")
    void a_logout_clears_storage() {
        var alice = TestBrowser.signedIn(server, "alice");

        HttpResponse<String> answer = alice.get("/logout?client_id=shop", PROXY);

        assertThat(TestBrowser.header(answer, "Clear-Site-Data")).isEqualTo("\"storage\"");
        assertThat(TestBrowser.header(answer, "Set-Cookie"))
                .startsWith(COOKIE + "=;")
                .contains("Max-Age=0", "Secure", "Path=/");
        assertThat(TestBrowser.header(answer, "Strict-Transport-Security")).contains("max-age=");
    }

    @Test
    @DisplayName("System E, COK-03: both cookies of a refresh token are Secure, and no other host can plant the handle")
    void the_cookies_of_a_refresh_token_are_secure() {
        Tokens tokens = TestClient.MOBILE.tokens(server, TestBrowser.signedIn(server, "alice"));

        HttpResponse<String> answer = new TestBrowser(server)
                .postJson("/auth/refresh", "{\"refresh_token\":\"" + tokens.refresh() + "\"}", PROXY);

        assertThat(answer.headers().allValues("Set-Cookie"))
                .hasSize(2)
                .allSatisfy(cookie -> assertThat(cookie).contains("; Secure", "; HttpOnly"))
                .anyMatch(cookie -> cookie.startsWith("__Host-exeunt-app=") && cookie.contains("; Path=/;"));
    }

    @Test
    @DisplayName("CSD-06, SEC-01: an image of another page clears nothing")
    void an_image_clears_nothing() {
        var alice = TestBrowser.signedIn(server, "alice");

        HttpResponse<String> answer =
                alice.get("/logout?client_id=shop", "X-Forwarded-Proto", "https", "Sec-Fetch-Dest", "image");

        assertThat(TestBrowser.header(answer, "Clear-Site-Data")).isEmpty();
        assertThat(TestBrowser.header(answer, "Set-Cookie")).isEmpty();
        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("GTR-03, MET-01, MET-09: whatever the request says, discovery speaks of the issuer, and only of https")
    void discovery_speaks_of_the_issuer() {
        HttpResponse<String> answer =
                new TestBrowser(server).get("/.well-known/openid-configuration", "X-Forwarded-Host", "evil.example");

        assertThat(TestClient.json(answer, "issuer")).isEqualTo("https://id.example");
        assertThat(TestClient.json(answer, "end_session_endpoint")).isEqualTo("https://id.example/connect/logout");
        assertThat(answer.body()).doesNotContain("evil.example", "http://");
        assertThat(TestClient.json(answer).entrySet())
                .filteredOn(member -> member.getKey().matches(".*_endpoint|jwks_uri"))
                .hasSizeGreaterThan(6)
                .allMatch(member -> String.valueOf(member.getValue()).startsWith("https://id.example/"));
        assertThat(TestClient.json(
                        new TestBrowser(server).get("/.well-known/oauth-authorization-server"),
                        "global_token_revocation_endpoint"))
                .isEqualTo("https://id.example/oauth2/global-token-revocation");
    }
}
