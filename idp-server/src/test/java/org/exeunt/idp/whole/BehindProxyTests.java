package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The server behind a real proxy that ends TLS: the way it runs in earnest, and under the conformance suite. */
@TestInstance(Lifecycle.PER_CLASS)
class BehindProxyTests {

    private static final String[] FORGED = {
        "X-Forwarded-Proto", "http", "X-Forwarded-Host", "evil.example", "X-Forwarded-For", "203.0.113.9"
    };

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private TestProxy proxy;

    @BeforeAll
    void start() {
        List<String> settings = new ArrayList<>(List.of(ConformanceSuite.settings()));
        settings.add("--exeunt.issuer=https://id.example");
        server = RunningServer.start(TestDatabase.H2.freshUrl(), settings.toArray(String[]::new));
        proxy = new TestProxy(server, new TestAuthority());
    }

    @AfterAll
    void stop() {
        proxy.close();
        server.close();
    }

    @Test
    @DisplayName(
            "RPI-62, MET-01: a sign-in, tokens and a logout through the proxy: every cookie Secure, no address but ours, HSTS")
    void everything_works_through_the_proxy() {
        var alice = new TestBrowser(proxy);
        HttpResponse<String> asked = ConformanceSuite.FIRST.authorize(alice);
        HttpResponse<String> page = alice.get(TestBrowser.location(asked));
        HttpResponse<String> signedIn = alice.signIn("alice");
        HttpResponse<String> answer =
                ConformanceSuite.FIRST.redeem(proxy, TestClient.code(ConformanceSuite.FIRST.authorize(alice)));
        Tokens tokens = Tokens.of(answer);
        HttpResponse<String> out =
                alice.get("/connect/logout?" + TestBrowser.form(Map.of("id_token_hint", tokens.id())));

        assertThat(TestBrowser.location(asked)).startsWith("/login?");
        assertThat(TestBrowser.location(signedIn)).startsWith("/");
        assertThat(signedIn.headers().allValues("Set-Cookie"))
                .isNotEmpty()
                .allMatch(cookie -> cookie.startsWith("__Host-") && cookie.contains("; Secure"));
        assertThat(TestClient.claims(tokens.id())).containsEntry("iss", "https://id.example");
        assertThat(TestBrowser.header(page, "Strict-Transport-Security")).contains("max-age=");
        assertThat(TestBrowser.header(out, "Clear-Site-Data")).contains("storage");
        assertThat(out.body()).contains("signed out").doesNotContain("http://");
        assertThat(TestClient.isAccepted(proxy, tokens.access())).isFalse();
    }

    @Test
    @DisplayName("BCP-18: what a stranger forges in X-Forwarded-* is overwritten by the proxy and moves nobody")
    void forged_headers_change_no_redirect() {
        var stranger = new TestBrowser(proxy);

        HttpResponse<String> asked =
                stranger.get("/oauth2/authorize?" + TestBrowser.form(ConformanceSuite.FIRST.request()), FORGED);
        HttpResponse<String> metadata = stranger.get("/.well-known/openid-configuration", FORGED);
        HttpResponse<String> out = stranger.get("/connect/logout", FORGED);

        for (var answer : List.of(asked, metadata, out)) {
            assertThat(TestBrowser.location(answer)).matches("|/.*");
            assertThat(answer.body()).doesNotContain("evil.example");
            assertThat(TestBrowser.header(answer, "Strict-Transport-Security")).contains("max-age=");
        }
    }
}
