package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.web.bind.annotation.RequestMethod;

/** Which endpoints change something by GET, and what a foreign page can do with them (fault A2). */
@TestInstance(Lifecycle.PER_CLASS)
class ChangesByGetTests {

    /** Ends the tokens of the access token in the address, which proves the right; no cookie counts there, and no session ends. */
    private static final String BY_TOKEN = "/api/2/logout";

    /** What a session or a grant consists of. Questions, receipts and the time of the last request are none of it. */
    private static final List<String> STATE = List.of(
            "select sid, ended_at from sso_session order by 1",
            "select authorization_id, kind, spent_at from oauth2_token order by 1, 2",
            "select id, subject, sid, ended_at from oauth2_authorization order by 1",
            "select client_id, subject, scopes from oauth2_consent order by 1, 2",
            "select subject, password_hash, disabled_at from account order by 1",
            "select * from push_token",
            "select * from sign_out_handle");

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @BeforeAll
    void start() {
        server = RunningServer.start(TestDatabase.H2.freshUrl(), "--exeunt.clients.shop.session-management=true");
        server.jdbc()
                .sql("update account set password_hash = '{noop}' || username || '-demo-password'")
                .update();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @DisplayName(
            "A link on a foreign page changes something only at the logouts that a hint or token proves, and at authorization")
    void a_link_on_a_foreign_page() {
        assertThat(changing(
                        "Sec-Fetch-Site",
                        "cross-site",
                        "Sec-Fetch-Mode",
                        "navigate",
                        "Sec-Fetch-Dest",
                        "document",
                        "Referer",
                        "https://evil.example/"))
                .containsExactlyInAnyOrder("/logout", "/connect/logout", BY_TOKEN, "/oauth2/authorize");
    }

    @Test
    @DisplayName("An image or a script tag on a foreign page ends no session")
    void a_tag_on_a_foreign_page() {
        for (String destination : List.of("image", "script", "empty")) {
            assertThat(changing(
                            "Sec-Fetch-Site",
                            "cross-site",
                            "Sec-Fetch-Mode",
                            "no-cors",
                            "Sec-Fetch-Dest",
                            destination,
                            "Referer",
                            "https://evil.example/"))
                    .as(destination)
                    .isSubsetOf(BY_TOKEN, "/oauth2/authorize");
        }
    }

    @Test
    @DisplayName("All endpoints are walked")
    void all_endpoints_are_walked() {
        assertThat(Endpoints.of(server, RequestMethod.GET))
                .hasSizeGreaterThan(30)
                .contains("/logout", "/oauth2/device_verification", "/devices");
    }

    /** The endpoints at which this request by GET, with everything that could prove something, changed anything. */
    private Set<String> changing(String... headers) {
        Set<String> changing = new TreeSet<>();
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        for (String address : Endpoints.of(server, RequestMethod.GET)) {
            if (!alice.isSignedIn()) {
                alice = TestBrowser.signedIn(server, "alice");
                tokens = TestClient.SHOP.tokens(server, alice);
            }
            String request = request(address, tokens);
            List<List<Map<String, @Nullable Object>>> before = state();
            alice.get(request, headers);
            if (!state().equals(before)) {
                changing.add(address);
            }
        }
        return changing;
    }

    private String request(String address, Tokens tokens) {
        if (address.equals("/oauth2/authorize")) {
            return TestClient.SHOP.authorizationUrl("openid profile");
        }
        String userCode = TestClient.json(
                TestClient.MOBILE.call(server, "/oauth2/device_authorization", Map.of("scope", "profile")),
                "user_code");
        return address.replaceAll("\\{[^}]+}", tokens.sid())
                + "?"
                + TestBrowser.form(Map.of(
                        "client_id",
                        "shop",
                        "redirect_uri",
                        TestClient.SHOP.signedOut(),
                        "id_token_hint",
                        tokens.id(),
                        "oauth_token",
                        tokens.access(),
                        "callback",
                        "f1234abcd",
                        "user_code",
                        userCode,
                        "scope",
                        "profile",
                        "state",
                        "x"));
    }

    private List<List<Map<String, @Nullable Object>>> state() {
        return STATE.stream()
                .map(query -> server.jdbc().sql(query).query().listOfRows())
                .toList();
    }
}
