package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Token introspection (RFC 7662): a yes is never late, and a no tells nothing. */
@OnEachDatabase
class IntrospectionTests {

    private static final String NO = "{\"active\":false}";

    private final RunningServer server;

    IntrospectionTests(TestDatabase database) {
        server = RunningServer.shared(database);
    }

    @Test
    @DisplayName("INT-01, INT-08, INT-12, INT-13, INT-14: what a yes says, of either kind of token")
    void a_yes_says_whose_token_it_is_and_for_how_long() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        Object subject = TestClient.claims(tokens.id()).get("sub");

        var access = TestClient.SHOP.introspect(server, tokens.access());
        var refresh = TestClient.SHOP.introspect(server, tokens.refresh());

        assertThat(access.statusCode()).isEqualTo(200);
        assertThat(TestBrowser.header(access, "Content-Type")).startsWith("application/json");
        assertThat(TestClient.json(access))
                .containsOnlyKeys(
                        "active", "iss", "client_id", "iat", "exp", "scope", "sub", "sid", "token_type", "aud")
                .containsEntry("active", true)
                .containsEntry("iss", "http://localhost:9000")
                .containsEntry("client_id", "shop")
                .containsEntry("sub", subject)
                .containsEntry("sid", tokens.sid())
                .containsEntry("token_type", "Bearer")
                .containsEntry("aud", List.of("http://localhost:9000"))
                .allSatisfy((name, value) ->
                        assertThat(List.of("iat", "exp").contains(name)).isEqualTo(value instanceof Integer));
        assertThat(TestClient.json(refresh))
                .as("no resource server may take it for an access token")
                .containsEntry("active", true)
                .doesNotContainKeys("token_type", "aud");
        assertThat(List.of(access, refresh))
                .allSatisfy(answer ->
                        assertThat(TestBrowser.header(answer, "Cache-Control")).contains("no-store"));
    }

    @Test
    @DisplayName("INT-04, INT-05, INT-06, INT-09, INT-12, INT-15: every no looks the same, whatever the value is")
    void every_no_looks_the_same() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens live = TestClient.SHOP.tokens(server, alice);
        Tokens revoked = TestClient.SHOP.tokens(server, alice);
        Tokens rotatedOut = TestClient.SHOP.tokens(server, alice);
        TestClient.SHOP.revoke(server, revoked.access());
        TestClient.SHOP.refresh(server, rotatedOut.refresh());
        String code = TestClient.SHOP.code(alice);

        var answers = List.of(
                TestClient.SHOP.introspect(server, "garbage"),
                TestClient.SHOP.introspect(server, "ey.J\u0001\u00e9.x"),
                TestClient.SHOP.introspect(server, revoked.access()),
                TestClient.SHOP.introspect(server, revoked.refresh()),
                TestClient.SHOP.introspect(server, rotatedOut.refresh()),
                TestClient.SHOP.introspect(server, code),
                TestClient.SHOP.introspect(server, live.id()),
                TestClient.SHOP.introspect(server, live.access() + "x"),
                TestClient.NEWS.introspect(server, live.access()),
                TestClient.NEWS.introspect(server, live.refresh()));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(NO);
            assertThat(TestBrowser.header(answer, "Cache-Control")).contains("no-store");
        });
        assertThat(TestClient.SHOP.introspects(server, live.access())).isTrue();
        alice.get("/logout?client_id=shop");
        assertThat(TestClient.SHOP.introspect(server, live.access()).body()).isEqualTo(NO);
        assertThat(TestClient.SHOP.introspect(server, live.refresh()).body()).isEqualTo(NO);
    }

    @Test
    @DisplayName("INT-02, INT-03, INT-10, INT-11: only who proves who it is may ask, and only by POST, for one token")
    void only_who_proves_who_it_is_may_ask() {
        var alice = TestBrowser.signedIn(server, "alice");
        String token = "token=" + TestClient.SHOP.tokens(server, alice).access();
        Tokens mobile = TestClient.MOBILE.tokens(server, alice);
        var machine = new TestBrowser(server);
        String path = "/oauth2/introspect";
        String[] shop = {"Authorization", TestClient.SHOP.basic()};

        var strangers = List.of(
                machine.post(path, token),
                machine.post(path, token + "&client_id=shop"),
                machine.post(path, token + "&client_id=shop&client_secret=wrong"),
                machine.post(path, token, "Authorization", "Basic c2hvcDp3cm9uZw=="),
                TestClient.MOBILE.introspect(server, mobile.access()));
        var withATokenInstead = machine.post(path, token, "Authorization", "Bearer " + mobile.access());
        var missing = machine.post(path, "", shop);
        var twice = machine.post(path, token + "&" + token, shop);
        var inTheAddress = machine.post(path + "?" + token, "", shop);
        var byGet = machine.get(path + "?" + token, shop);

        assertThat(strangers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).doesNotContain("active");
        });
        assertThat(TestClient.json(withATokenInstead)).containsEntry("error", "invalid_client");
        assertThat(List.of(missing, twice, inTheAddress)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(TestClient.json(answer)).containsEntry("error", "invalid_request");
        });
        assertThat(byGet.statusCode()).isGreaterThanOrEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "refresh_token", "id_token", "foo"})
    @DisplayName("INT-07: a wrong hint does not hinder")
    void a_wrong_hint_does_not_hinder(String hint) {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        HttpResponse<String> access = introspect(tokens.access(), hint);
        HttpResponse<String> refresh = introspect(tokens.refresh(), hint);

        assertThat(TestClient.json(access)).containsEntry("active", true);
        assertThat(TestClient.json(refresh)).containsEntry("active", true);
    }

    private HttpResponse<String> introspect(String token, String hint) {
        return TestClient.SHOP.call(server, "/oauth2/introspect", Map.of("token", token, "token_type_hint", hint));
    }
}
