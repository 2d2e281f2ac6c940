package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three kinds of logout from outside. Each database has a subclass. */
@OnEachDatabase
class ThreeKindsOfLogoutTests {

    private static final String SHOP = "http://localhost:8080";
    private static final String SIGNED_OUT = "http://localhost:8080/signed-out";
    private static final String CALLBACK = "http://localhost:8080/login/oauth2/code/exeunt";

    private final RunningServer server;

    ThreeKindsOfLogoutTests(TestDatabase database) {
        server = RunningServer.shared(database);
    }

    @ParameterizedTest
    @ValueSource(strings = {SIGNED_OUT, CALLBACK})
    @DisplayName(
            "System A1, LEG-01, LEG-03, LEG-08: a redirect ends the session and its tokens and returns to a registered URI")
    void a_redirect_ends_the_session_and_its_tokens(String target) {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens shop = TestClient.SHOP.tokens(server, alice);
        Tokens news = TestClient.NEWS.tokens(server, alice);

        var answer = alice.get("/logout?client_id=shop&oauth_token=" + shop.access() + "&state=a%20b%26c&redirect_uri="
                + TestBrowser.encode(target));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(TestBrowser.location(answer)).isEqualTo(target + "?state=a%20b%26c");
        assertThat(alice.isSignedIn()).isFalse();
        assertThatNothingIsAccepted(TestClient.SHOP, shop);
        assertThatNothingIsAccepted(TestClient.NEWS, news);
    }

    @Test
    @DisplayName("LEG-01: by POST too")
    void a_redirect_by_post_does_the_same() {
        var alice = TestBrowser.signedIn(server, "alice");

        var answer = alice.post("/logout", Map.of("client_id", "shop", "redirect_uri", SIGNED_OUT));

        assertThat(TestBrowser.location(answer)).isEqualTo(SIGNED_OUT);
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName(
            "LEG-12, LEG-13: the old Java and PHP clients' URL names the client by its token, with extra parameters")
    void the_token_names_the_client_when_client_id_is_missing() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens shop = TestClient.SHOP.tokens(server, alice);
        String url =
                "/logout?response_type=code&v=1&v=2&platform=x&force=1&sdk_version=2.6.0&xiti_json=%7B%7D&oauth_token="
                        + shop.access() + "&redirect_uri=" + TestBrowser.encode(SIGNED_OUT);

        var first = alice.get(url);
        var again = alice.get(url);

        assertThat(TestBrowser.location(first)).isEqualTo(SIGNED_OUT);
        assertThat(alice.isSignedIn()).isFalse();
        assertThat(TestBrowser.location(again)).isEqualTo(SIGNED_OUT);
    }

    @Test
    @DisplayName("LEG-09, LEG-10: another person's token is left alone and chooses nobody's session")
    void another_persons_token_is_left_alone() {
        var alice = TestBrowser.signedIn(server, "alice");
        var bob = TestBrowser.signedIn(server, "bob");
        Tokens bobs = TestClient.SHOP.tokens(server, bob);

        alice.get("/logout?client_id=shop&oauth_token=" + bobs.access());
        new TestBrowser(server).get("/logout?client_id=shop&oauth_token=" + bobs.access());

        assertThat(alice.isSignedIn()).isFalse();
        assertThat(bob.isSignedIn()).isTrue();
        assertThat(TestClient.userinfo(server, bobs.access())).isEqualTo(200);
    }

    @Test
    @DisplayName("LEG-17: without a session the browser still returns")
    void without_a_session_the_browser_returns_all_the_same() {
        var answer = new TestBrowser(server).get("/logout?client_id=shop&redirect_uri=" + SIGNED_OUT);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(TestBrowser.location(answer)).isEqualTo(SIGNED_OUT);
    }

    @Test
    void two_browsers_of_one_person_have_two_sids_and_end_apart() {
        var laptop = TestBrowser.signedIn(server, "alice");
        var tablet = TestBrowser.signedIn(server, "alice");
        Tokens onLaptop = TestClient.SHOP.tokens(server, laptop);
        Tokens onTablet = TestClient.SHOP.tokens(server, tablet);

        laptop.get("/logout?client_id=shop");

        assertThat(onLaptop.sid()).isNotEqualTo(onTablet.sid());
        assertThat(laptop.isSignedIn()).isFalse();
        assertThat(tablet.isSignedIn()).isTrue();
        assertThat(TestClient.userinfo(server, onTablet.access())).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    @DisplayName("System A2, LEG-20, LEG-21, LEG-22, LEG-23: the API ends the tokens and no session")
    void the_api_ends_the_tokens_and_no_session(String method) {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.MOBILE.tokens(server, alice);
        var app = new TestBrowser(server);

        var answer = app.send(method, "/api/2/logout", "Authorization", "Bearer " + tokens.access());
        var again = app.send(method, "/api/2/logout", "Authorization", "Bearer " + tokens.access());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("\"OK\"");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThatNothingIsAccepted(TestClient.MOBILE, tokens);
        assertThat(alice.isSignedIn()).isTrue();
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(TestClient.json(again))
                .containsEntry("error", "invalid_token")
                .containsEntry("error_code", 401);
    }

    @Test
    @DisplayName("LEG-20: the token may be a parameter, but there must be only one")
    void the_api_takes_the_token_as_a_parameter() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.MOBILE.tokens(server, alice);
        var app = new TestBrowser(server);

        var twice =
                app.get("/api/2/logout?oauth_token=" + tokens.access(), "Authorization", "Bearer " + tokens.access());
        var refreshToken = app.get("/api/2/logout?oauth_token=" + tokens.refresh());
        int stillAccepted = TestClient.userinfo(server, tokens.access());
        var answer = app.post("/api/2/logout", Map.of("oauth_token", tokens.access()));

        assertThat(twice.statusCode()).isEqualTo(400);
        assertThat(refreshToken.statusCode()).isEqualTo(401);
        assertThat(stillAccepted).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("\"OK\"");
        assertThatNothingIsAccepted(TestClient.MOBILE, tokens);
    }

    @Test
    @DisplayName(
            "REV-03, REV-04, REV-06, REV-12, REV-14, REV-28: revoking any token ends its authorization and no session")
    void revoking_any_token_ends_its_authorization() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens byAccess = TestClient.SHOP.tokens(server, alice);
        Tokens byRefresh = TestClient.MOBILE.tokens(server, alice);
        Tokens byRotatedOut = TestClient.NEWS.tokens(server, alice);
        Tokens rotated = Tokens.of(TestClient.NEWS.refresh(server, byRotatedOut.refresh()));

        TestClient.SHOP.revoke(server, byAccess.access());
        TestClient.MOBILE.revoke(server, byRefresh.refresh());
        TestClient.NEWS.revoke(server, byRotatedOut.refresh());

        assertThatNothingIsAccepted(TestClient.SHOP, byAccess);
        assertThatNothingIsAccepted(TestClient.MOBILE, byRefresh);
        assertThatNothingIsAccepted(TestClient.NEWS, rotated);
        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName(
            "REV-02, REV-05, REV-07, REV-08, REV-09, REV-10, REV-25, CVE-52, CVE-55: what must not revoke does not")
    void requests_that_may_not_revoke_do_not() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens shop = TestClient.SHOP.tokens(server, alice);
        Tokens mobile = TestClient.MOBILE.tokens(server, alice);
        var nobody = new TestBrowser(server);

        var foreign = TestClient.NEWS.revoke(server, shop.refresh());
        var foreignPublic = TestClient.NEWS.revoke(server, mobile.refresh());
        var unknown = TestClient.SHOP.revoke(server, "garbage");
        var missing = TestClient.SHOP.call(server, "/oauth2/revoke", Map.of());
        var noSecret = nobody.post("/oauth2/revoke", Map.of("client_id", "shop", "token", shop.access()));
        var byGet = nobody.get("/oauth2/revoke?token=" + shop.access());

        assertThat(foreign.statusCode()).isEqualTo(200);
        assertThat(foreignPublic.statusCode()).isEqualTo(200);
        assertThat(unknown.statusCode()).isEqualTo(200);
        assertThat(unknown.body()).isEmpty();
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(noSecret.statusCode()).isEqualTo(401);
        assertThat(TestClient.json(noSecret)).containsEntry("error", "invalid_client");
        assertThat(byGet.statusCode()).isGreaterThanOrEqualTo(300);
        assertThat(TestClient.userinfo(server, shop.access())).isEqualTo(200);
        assertThat(TestClient.MOBILE.refresh(server, mobile.refresh()).statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("REV-08, REV-09: hints do not hinder")
    void a_wrong_token_type_hint_does_not_hinder() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        var answer = TestClient.SHOP.call(
                server, "/oauth2/revoke", Map.of("token", tokens.refresh(), "token_type_hint", "foo_token"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThatNothingIsAccepted(TestClient.SHOP, tokens);
    }

    @Test
    @DisplayName("System A3: a script of a registered origin sees the session of its browser and ends it")
    void the_sdk_sees_and_ends_the_session_of_a_registered_origin() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        var seen = sdk(alice, "GET", "shop", SHOP);
        var ended = sdk(alice, "DELETE", "shop", SHOP);
        var again = sdk(alice, "DELETE", "shop", SHOP);

        assertThat(seen.body()).contains("\"sid\":\"" + tokens.sid() + "\"", "\"status\":\"connected\"");
        assertThat(seen.headers().firstValue("Access-Control-Allow-Origin")).contains(SHOP);
        assertThat(seen.headers().firstValue("Access-Control-Allow-Credentials"))
                .contains("true");
        assertThat(ended.body()).isEqualTo("{\"ended\":true,\"visible\":true,\"session\":null,\"status\":\"unknown\"}");
        assertThat(again.body())
                .isEqualTo("{\"ended\":false,\"visible\":true,\"session\":null,\"status\":\"unknown\"}");
        assertThat(alice.isSignedIn()).isFalse();
        assertThatNothingIsAccepted(TestClient.SHOP, tokens);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://evil.example", "null", "http://localhost:8081", "http://localhost:8080.evil.example"})
    void the_sdk_of_a_foreign_origin_sees_and_ends_nothing(String origin) {
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);

        var seen = sdk(alice, "GET", "shop", origin);
        var ended = sdk(alice, "DELETE", "shop", origin);
        var withoutOrigin = alice.send("DELETE", "/session?client_id=shop");
        var preflight = alice.send(
                "OPTIONS", "/session?client_id=shop", "Origin", origin, "Access-Control-Request-Method", "DELETE");

        assertThat(seen.statusCode()).isEqualTo(403);
        assertThat(ended.statusCode()).isEqualTo(403);
        assertThat(withoutOrigin.statusCode()).isEqualTo(403);
        assertThat(preflight.statusCode()).isEqualTo(403);
        assertThat(ended.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    void a_client_that_takes_no_part_in_the_session_sees_none() {
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);

        var seen = sdk(alice, "GET", "news", "http://localhost:8081");

        assertThat(seen.body()).isEqualTo("{\"session\":null,\"status\":\"unknown\"}");
    }

    @Test
    @DisplayName("RPI-02, RPI-10, RPI-11: a hint from before a refresh logs out, and again afterwards")
    void a_hint_from_before_a_refresh_is_as_good_as_new() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens first = TestClient.SHOP.tokens(server, alice);
        Tokens refreshed = Tokens.of(TestClient.SHOP.refresh(server, first.refresh()));
        String url = "/connect/logout?state=s&id_token_hint=" + first.id() + "&post_logout_redirect_uri=" + SIGNED_OUT;

        var answer = alice.get(url);
        var again = alice.get(url);

        assertThat(refreshed.sid()).isEqualTo(first.sid());
        assertThat(TestClient.claims(refreshed.id())).containsKey("auth_time");
        assertThat(TestBrowser.location(answer)).isEqualTo(SIGNED_OUT + "?state=s");
        assertThat(TestBrowser.location(again)).isEqualTo(SIGNED_OUT + "?state=s");
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName("RPI-06, RPI-07, RPI-14, RPI-15, RPI-25: what proves nothing leads to the question")
    void a_request_without_proof_leads_to_confirmation() {
        var alice = TestBrowser.signedIn(server, "alice");
        var bob = TestBrowser.signedIn(server, "bob");
        String hint = TestClient.SHOP.tokens(server, alice).id();
        String bobsHint = TestClient.SHOP.tokens(server, bob).id();
        String unsigned = "eyJhbGciOiJub25lIn0." + hint.split("\\.", -1)[1] + ".";
        String target = "&post_logout_redirect_uri=" + SIGNED_OUT;

        for (String query : new String[] {
            "",
            "?client_id=shop" + target,
            "?id_token_hint=" + bobsHint + target,
            "?id_token_hint=" + unsigned + target,
            "?id_token_hint=" + hint.substring(0, hint.length() - 6) + "AAAAAA" + target
        }) {
            var answer = alice.get("/connect/logout" + query);

            assertThat(answer.statusCode()).as(query).isEqualTo(200);
            assertThat(answer.body()).as(query).contains("name=\"confirmation\"");
            assertThat(alice.isSignedIn()).as(query).isTrue();
        }
        assertThat(alice.get("/connect/logout?id_token_hint=" + hint + "&post_logout_redirect_uri=" + CALLBACK)
                        .headers()
                        .firstValue("Location"))
                .isEmpty();
    }

    @Test
    @DisplayName("CVE-15, CVE-16, SEC-12: signing in changes the cookie, and another person gets another session")
    void another_person_in_the_same_browser_gets_another_session() {
        var browser = new TestBrowser(server);
        browser.keep("exeunt=planted-by-another");
        browser.signIn("alice");
        String alices = browser.sessionCookie().orElseThrow();
        Tokens first = TestClient.SHOP.tokens(server, browser);
        browser.signIn("alice");
        Tokens again = TestClient.SHOP.tokens(server, browser);

        browser.signIn("bob");
        Tokens bobs = TestClient.SHOP.tokens(server, browser);

        assertThat(alices).isNotEqualTo("planted-by-another");
        assertThat(again.sid()).isEqualTo(first.sid());
        assertThat(bobs.sid()).isNotEqualTo(first.sid());
        assertThatNothingIsAccepted(TestClient.SHOP, again);
        assertThat(TestClient.userinfo(server, bobs.access())).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "SEC-22: a code of an ended session is worthless; offline_access outlives the session, not a revocation")
    void a_code_dies_with_its_session_and_an_offline_authorization_does_not() {
        var alice = TestBrowser.signedIn(server, "alice");
        String code = TestClient.SHOP.code(alice);
        String offlineCode = TestClient.MOBILE.code(alice, "openid offline_access");
        Tokens offline = TestClient.MOBILE.tokens(server, alice, "openid offline_access");

        alice.get("/logout?client_id=shop");

        assertThat(TestClient.SHOP.redeem(server, code).statusCode()).isEqualTo(400);
        assertThat(TestClient.MOBILE.redeem(server, offlineCode).statusCode()).isEqualTo(400);
        Tokens refreshed = Tokens.of(TestClient.MOBILE.refresh(server, offline.refresh()));
        TestClient.MOBILE.revoke(server, refreshed.access());
        assertThatNothingIsAccepted(TestClient.MOBILE, refreshed);
    }

    @Test
    @DisplayName("INT: a client introspects its own tokens only, and an ID token is none")
    void a_client_introspects_its_own_tokens_only() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        assertThat(TestClient.SHOP.introspects(server, tokens.access())).isTrue();
        assertThat(TestClient.SHOP.introspects(server, tokens.refresh())).isTrue();
        assertThat(TestClient.SHOP.introspects(server, tokens.id())).isFalse();
        assertThat(TestClient.NEWS.introspects(server, tokens.access())).isFalse();
    }

    @Test
    @DisplayName("Invariant 8: neither a cookie nor a token stands in the database")
    void no_cookie_and_no_token_stands_in_the_database() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        var jdbc = server.jdbc();

        var sessionIds = jdbc.sql("select session_id from spring_session")
                .query(String.class)
                .list();
        var hashes =
                jdbc.sql("select hash from oauth2_token").query(String.class).list();

        assertThat(sessionIds).isNotEmpty().doesNotContain(alice.sessionCookie().orElseThrow());
        assertThat(hashes).isNotEmpty().doesNotContain(tokens.access(), tokens.refresh());
        assertThat(TestClient.userinfo(server, hashes.getFirst())).isEqualTo(401);
        assertThat(TestClient.userinfo(server, "hash:" + hashes.getFirst())).isEqualTo(401);
    }

    private void assertThatNothingIsAccepted(TestClient client, Tokens tokens) {
        assertThat(TestClient.userinfo(server, tokens.access())).as("userinfo").isEqualTo(401);
        assertThat(client.refresh(server, tokens.refresh()).statusCode())
                .as("refresh")
                .isEqualTo(400);
        if (client != TestClient.MOBILE) {
            assertThat(client.introspects(server, tokens.access()))
                    .as("introspection")
                    .isFalse();
        }
    }

    private static HttpResponse<String> sdk(TestBrowser browser, String method, String client, String origin) {
        return browser.send(method, "/session?client_id=" + client, "Origin", origin);
    }
}
