package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.SpringOpaqueTokenIntrospector;

/** Audiences of access tokens (RFC 8707; RFC 9068, section 3), and resource servers that introspect what is meant for them (B11, E2). */
@TestInstance(Lifecycle.PER_CLASS)
@OnEachDatabase
class AudienceTests {

    private static final String NO = "{\"active\":false}";

    private static final String ISSUER = "http://localhost:9000";

    private static final String ORDERS = "https://api.example/orders";

    private static final String ELSEWHERE = "https://elsewhere.example";

    private static final String SECRET = "-secret-only-for-this-test-0123456789";

    private final List<String> statements = new CopyOnWriteArrayList<>();

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(
                new StatementRecorder(_ -> statements::add),
                database.freshUrl(),
                "--exeunt.clients.api.secret=api" + SECRET,
                "--exeunt.clients.api.grant-types=client_credentials",
                "--exeunt.clients.api.resource-server=true",
                "--exeunt.clients.api.resource-uris=" + ORDERS,
                "--exeunt.clients.billing.secret=billing" + SECRET,
                "--exeunt.clients.billing.grant-types=client_credentials",
                "--exeunt.clients.billing.resource-server=true",
                "--exeunt.clients.robot.secret=robot" + SECRET,
                "--exeunt.clients.robot.grant-types=client_credentials",
                "--exeunt.clients.robot.audiences=api,billing",
                "--exeunt.clients.shop.audiences=api,billing," + ELSEWHERE,
                "--exeunt.clients.mobile.first-party=true",
                "--exeunt.clients.mobile.audiences=" + ORDERS);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    @Test // E2
    void a_resource_server_with_a_client_of_its_own_accepts_a_token_until_the_logout() {
        var alice = TestBrowser.signedIn(server, "alice");
        String token = tokens(alice, "&resource=api").access();
        var api = springResourceServer("api");
        var billing = springResourceServer("billing");

        OAuth2AuthenticatedPrincipal accepted = api.introspect(token);

        assertThat(accepted.<Object>getAttribute("aud")).isEqualTo(List.of("api"));
        assertThat(accepted.<Object>getAttribute("client_id")).isEqualTo("shop");
        assertThat(accepted.getAuthorities()).extracting(Object::toString).contains("SCOPE_profile");
        assertThatThrownBy(() -> billing.introspect(token)).isInstanceOf(BadOpaqueTokenException.class);
        alice.get("/logout?client_id=shop");
        assertThatThrownBy(() -> api.introspect(token)).isInstanceOf(BadOpaqueTokenException.class);
    }

    @Test // B11
    void a_resource_server_introspects_only_access_tokens_whose_audience_names_it() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens shop = tokens(alice, "");
        Tokens news = TestClient.NEWS.tokens(server, alice);
        Tokens mobile = TestClient.MOBILE.tokens(server, alice);

        assertThat(TestClient.json(introspect("api", shop.access())))
                .containsEntry("active", true)
                .containsEntry("client_id", "shop")
                .containsEntry("aud", List.of("api", "billing", ELSEWHERE));
        assertThat(TestClient.json(introspect("api", mobile.access())))
                .as("named by its URI, for a public client")
                .containsEntry("active", true)
                .containsEntry("aud", List.of(ORDERS));
        assertThat(introspect("billing", mobile.access()).body()).isEqualTo(NO);
        assertThat(introspect("api", news.access()).body()).isEqualTo(NO);
        assertThat(introspect("api", shop.refresh()).body()).isEqualTo(NO);
        assertThat(introspect("robot", shop.access()).body())
                .as("no resource server")
                .isEqualTo(NO);
        assertThat(TestClient.SHOP.introspects(server, mobile.access())).isFalse();
    }

    @Test // B11
    void the_default_audience_is_the_issuer_alone() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens news = TestClient.NEWS.tokens(server, alice);
        String named = TestClient.code(alice.get(TestClient.NEWS.authorizationUrl("openid") + "&resource=" + ISSUER));
        Tokens forTheIssuer = Tokens.of(TestClient.NEWS.redeem(server, named));

        assertThat(audience(TestClient.NEWS.introspect(server, news.access()))).isEqualTo(List.of(ISSUER));
        assertThat(audience(TestClient.NEWS.introspect(server, forTheIssuer.access())))
                .isEqualTo(List.of(ISSUER));
        assertThat(TestClient.json(TestClient.NEWS.introspect(server, news.refresh())))
                .as("a refresh token has none")
                .doesNotContainKey("aud");
    }

    @Test // B11
    void a_token_request_narrows_what_the_authorization_request_named() {
        var alice = TestBrowser.signedIn(server, "alice");
        String code = code(alice, "&resource=api&resource=billing");

        Tokens redeemed = Tokens.of(redeem(code, "&resource=api"));
        Tokens refreshed = Tokens.of(refresh(redeemed.refresh(), ""));
        Tokens narrowed = Tokens.of(refresh(refreshed.refresh(), "&resource=billing"));
        HttpResponse<String> widened = refresh(narrowed.refresh(), "&resource=billing&resource=" + ELSEWHERE);
        Tokens after = Tokens.of(refresh(narrowed.refresh(), ""));

        assertThat(audience(redeemed)).isEqualTo(List.of("api"));
        assertThat(audience(refreshed)).isEqualTo(List.of("api", "billing"));
        assertThat(audience(narrowed)).isEqualTo(List.of("billing"));
        assertThat(widened.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(widened))
                .containsEntry("error", "invalid_target")
                .containsEntry("error_description", "resource has a value that the authorization request did not name");
        assertThat(audience(after)).as("the refused request used nothing up").isEqualTo(List.of("api", "billing"));
    }

    @Test // B11
    void a_sign_in_in_between_keeps_every_resource() {
        var browser = new TestBrowser(server);
        HttpResponse<String> asked = browser.get(authorization("&resource=billing&resource=api"));
        HttpResponse<String> page = browser.get(TestBrowser.location(asked));

        HttpResponse<String> signedIn = browser.post("/login", TestBrowser.signInForm(page, "alice"));
        String code = TestClient.code(browser.get(TestBrowser.location(signedIn)));

        assertThat(audience(Tokens.of(redeem(code, "")))).isEqualTo(List.of("billing", "api"));
    }

    @ParameterizedTest // B11
    @ValueSource(
            strings = {
                "news",
                "shop",
                "API",
                "api%23x",
                "api%20",
                "https://api.example/orders",
                "https://elsewhere.example/",
                "HTTPS://elsewhere.example",
                ISSUER,
                "api&resource=news",
                "%0Aapi"
            })
    void an_unregistered_resource_is_refused_with_a_description(String resource) {
        var alice = TestBrowser.signedIn(server, "alice");
        String code = code(alice, "");

        HttpResponse<String> authorization = alice.get(authorization("&state=s&resource=" + resource));
        HttpResponse<String> token = redeem(code, "&resource=" + resource);

        String location = TestBrowser.location(authorization);
        assertThat(location).startsWith(TestClient.SHOP.origin());
        assertThat(TestBrowser.query(location))
                .containsEntry("error", "invalid_target")
                .containsEntry("error_description", "resource has a value that is not registered for this client")
                .containsEntry("state", "s")
                .doesNotContainKey("code");
        assertThat(token.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(token))
                .containsEntry("error", "invalid_target")
                .containsEntry("error_description", "resource has a value that is not registered for this client");
        assertThat(audience(Tokens.of(redeem(code, "&resource="))))
                .as("the code was not used up, and an empty parameter counts as left out")
                .isEqualTo(List.of("api", "billing", ELSEWHERE));
    }

    @Test // B11
    void the_other_grants_narrow_it_too() {
        HttpResponse<String> all = call("robot", "/oauth2/token", "grant_type=client_credentials");
        HttpResponse<String> one = call("robot", "/oauth2/token", "grant_type=client_credentials&resource=billing");
        HttpResponse<String> other = call("robot", "/oauth2/token", "grant_type=client_credentials&resource=shop");
        HttpResponse<String> challenge = challenge(ORDERS);
        HttpResponse<String> refused = challenge(ELSEWHERE);

        assertThat(audience(introspect("api", TestClient.json(all, "access_token"))))
                .isEqualTo(List.of("api", "billing"));
        assertThat(introspect("api", TestClient.json(one, "access_token")).body())
                .isEqualTo(NO);
        assertThat(audience(introspect("billing", TestClient.json(one, "access_token"))))
                .isEqualTo(List.of("billing"));
        assertThat(TestClient.json(other, "error")).isEqualTo("invalid_target");
        assertThat(challenge.statusCode()).isEqualTo(200);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(refused, "error")).isEqualTo("invalid_target");
    }

    @Test // B11
    void the_endpoints_of_this_server_accept_a_token_for_any_audience() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = tokens(alice, "&resource=" + ELSEWHERE);
        Tokens revoked = tokens(alice, "&resource=api");

        assertThat(TestClient.userinfo(server, tokens.access())).isEqualTo(200);
        assertThat(TestClient.SHOP.revoke(server, revoked.access()).statusCode())
                .isEqualTo(200);
        assertThat(introspect("api", revoked.access()).body()).isEqualTo(NO);
        assertThat(new TestBrowser(server)
                        .post("/api/2/logout", "", "Authorization", "Bearer " + tokens.access())
                        .statusCode())
                .isEqualTo(200);
        assertThat(TestClient.userinfo(server, tokens.access())).isEqualTo(401);
    }

    @Test // B11
    void an_introspection_by_a_resource_server_is_one_query() {
        String token = tokens(TestBrowser.signedIn(server, "alice"), "").access();
        assertThat(TestClient.json(introspect("api", token))).containsEntry("active", true);

        statements.clear();
        introspect("api", token);

        assertThat(statements.stream().filter(statement -> !statement.contains("from relying_party")))
                .singleElement()
                .asString()
                .contains("from oauth2_token");
    }

    /** As a Spring application has it by {@code spring.security.oauth2.resourceserver.opaquetoken}. */
    private SpringOpaqueTokenIntrospector springResourceServer(String client) {
        return SpringOpaqueTokenIntrospector.withIntrospectionUri(
                        "http://localhost:" + server.port() + "/oauth2/introspect")
                .clientId(client)
                .clientSecret(client + SECRET)
                .build();
    }

    private HttpResponse<String> introspect(String client, String token) {
        return call(client, "/oauth2/introspect", "token=" + token);
    }

    private HttpResponse<String> call(String client, String path, String form) {
        String credentials =
                Base64.getEncoder().encodeToString((client + ":" + client + SECRET).getBytes(StandardCharsets.UTF_8));
        return new TestBrowser(server).post(path, form, "Authorization", "Basic " + credentials);
    }

    private HttpResponse<String> challenge(String resource) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", "mobile");
        form.put("username", "alice");
        form.put("password", TestClient.password("alice"));
        form.put("scope", "openid");
        form.put("code_challenge", TestClient.MOBILE.authorizationRequest().get("code_challenge"));
        form.put("code_challenge_method", "S256");
        form.put("resource", resource);
        return new TestBrowser(server).post("/oauth2/authorize-challenge", form);
    }

    private static String authorization(String further) {
        return TestClient.SHOP.authorizationUrl("openid profile") + further;
    }

    private static String code(TestBrowser browser, String further) {
        return TestClient.code(browser.get(authorization(further)));
    }

    private Tokens tokens(TestBrowser browser, String further) {
        return Tokens.of(redeem(code(browser, further), ""));
    }

    private HttpResponse<String> redeem(String code, String further) {
        return token(TestClient.SHOP.redemption(code), further);
    }

    private HttpResponse<String> refresh(String refreshToken, String further) {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken), further);
    }

    private HttpResponse<String> token(Map<String, String> form, String further) {
        return new TestBrowser(server)
                .post("/oauth2/token", TestBrowser.form(form) + further, "Authorization", TestClient.SHOP.basic());
    }

    private @Nullable Object audience(Tokens tokens) {
        return audience(TestClient.SHOP.introspect(server, tokens.access()));
    }

    private static @Nullable Object audience(HttpResponse<String> introspection) {
        return TestClient.json(introspection).get("aud");
    }
}
