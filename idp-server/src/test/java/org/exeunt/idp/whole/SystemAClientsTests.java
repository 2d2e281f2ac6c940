package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * System A: the addresses that are built into its published clients. The Java client (its {@code SpidApiClient}) signs in, refreshes and
 * signs out by {@code /flow/login}, {@code /oauth/token}, {@code /logout} without {@code client_id}, and {@code /api/2}; the browser SDK
 * 5.2 names its client by an SDRN.
 */
@TestInstance(Lifecycle.PER_CLASS)
@OnWebTestDatabases
class SystemAClientsTests {

    private static final String CALLBACK = "http://localhost:8080/login/oauth2/code/exeunt";
    private static final String SDRN = "client_sdrn=sdrn%3Aspid.no%3Aclient%3Ashop";

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(
                database.freshUrl(),
                "--exeunt.clients.shop.require-pkce=false",
                "--exeunt.clients.shop.grant-types=authorization_code,refresh_token,client_credentials");
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/flow/login", "/flow/auth", "/flow/signup", "/oauth/authorize"})
    @DisplayName(
            "System A1, LEG-12: the Java client signs in, refreshes, and signs out naming itself by its token only")
    void the_java_client(String flow) {
        var alice = TestBrowser.signedIn(server, "alice");

        HttpResponse<String> sent =
                alice.get(flow + "?response_type=code&client_id=shop&redirect_uri=" + TestBrowser.encode(CALLBACK));
        HttpResponse<String> back = alice.get(TestBrowser.location(sent));
        Map<String, Object> tokens = token(
                Map.of("grant_type", "authorization_code", "redirect_uri", CALLBACK, "code", TestClient.code(back)));
        Map<String, Object> fresh = token(Map.of(
                "grant_type",
                "refresh_token",
                "redirect_uri",
                CALLBACK,
                "refresh_token",
                String.valueOf(tokens.get("refresh_token"))));
        String access = String.valueOf(fresh.get("access_token"));
        boolean accepted = TestClient.isAccepted(server, access);
        HttpResponse<String> out = alice.get(
                "/logout?redirect_uri=" + TestBrowser.encode(TestClient.SHOP.signedOut()) + "&oauth_token=" + access);

        assertThat(sent.statusCode()).isEqualTo(303);
        assertThat(accepted).isTrue();
        assertThat(out.statusCode()).isEqualTo(303);
        assertThat(TestBrowser.location(out)).isEqualTo(TestClient.SHOP.signedOut());
        assertThat(alice.isSignedIn()).isFalse();
        assertThat(TestClient.isAccepted(server, access)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    @DisplayName(
            "System A2, LEG-20: the Java client calls /api/2/logout with its token as a parameter, also of the body")
    void the_java_client_calls_the_api(String method) {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        var program = new TestBrowser(server);

        HttpResponse<String> out = method.equals("GET")
                ? program.get("/api/2/logout?oauth_token=" + tokens.access())
                : program.post("/api/2/logout", Map.of("oauth_token", tokens.access()));

        assertThat(out.statusCode()).isEqualTo(200);
        assertThat(out.body()).isEqualTo("\"OK\"");
        assertThat(TestBrowser.header(out, "Content-Type")).startsWith("application/json");
        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
        assertThat(TestClient.isOk(TestClient.SHOP.refresh(server, tokens.refresh())))
                .isFalse();
        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName(
            "System A: the Java client's token for itself, asked for with a redirect_uri as everything that it asks for")
    void the_java_clients_own_token() {
        Map<String, Object> own = token(Map.of("grant_type", "client_credentials", "redirect_uri", CALLBACK));
        String access = String.valueOf(own.get("access_token"));

        HttpResponse<String> out = new TestBrowser(server).get("/api/2/logout?oauth_token=" + access);

        // It counts by it when its token runs out.
        assertThat(own.get("expires_in")).isInstanceOf(Number.class);
        assertThat(own).doesNotContainKey("refresh_token");
        assertThat(out.body()).isEqualTo("\"OK\"");
        assertThat(TestClient.isAccepted(server, access)).isFalse();
    }

    @Test
    @DisplayName(
            "System A: the Java client's sign-in by password is refused: OAuth has nothing left that is safe for it")
    void no_passwords_for_the_java_client() {
        HttpResponse<String> answer = new TestBrowser(server)
                .post(
                        "/oauth/token",
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "shop",
                                "client_secret",
                                TestClient.SHOP.secret(),
                                "redirect_uri",
                                CALLBACK,
                                "username",
                                "alice",
                                "password",
                                TestClient.password("alice")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(answer, "error")).isEqualTo("unsupported_grant_type");
    }

    @Test
    @DisplayName("BCP: without PKCE only who is listed and keeps a secret; a code made with it still needs it")
    void without_proof_key() {
        var alice = TestBrowser.signedIn(server, "alice");

        String news = TestBrowser.location(alice.get("/oauth2/authorize?response_type=code&client_id=news&redirect_uri="
                + TestBrowser.encode("http://localhost:8081/login/oauth2/code/exeunt")));
        String mobile = TestBrowser.location(alice.get(
                "/oauth2/authorize?response_type=code&client_id=mobile&redirect_uri=http://127.0.0.1/callback"));
        String code = TestClient.SHOP.code(alice);
        int withoutVerifier = TestClient.SHOP
                .call(
                        server,
                        "/oauth/token",
                        Map.of("grant_type", "authorization_code", "redirect_uri", CALLBACK, "code", code))
                .statusCode();

        assertThat(news).contains("error=invalid_request").doesNotContain("code=");
        assertThat(mobile).contains("error=invalid_request").doesNotContain("code=");
        assertThat(withoutVerifier).isEqualTo(400);
    }

    @Test
    @DisplayName(
            "SEC: the old addresses lead nowhere but to ours, and the old token endpoint is as strict as the new one")
    void the_old_addresses_are_no_holes() {
        var nobody = new TestBrowser(server);

        assertThat(TestBrowser.location(nobody.get("/flow/login?redirect_uri=https://evil.example&x=//evil.example")))
                .startsWith("/oauth2/authorize?");
        assertThat(TestBrowser.location(nobody.get("/account/summary?client_id=shop")))
                .isEqualTo("/devices?client_id=shop");
        // E11
        assertThat(TestBrowser.location(nobody.get("/profile-pages?client_id=shop")))
                .isEqualTo("/devices?client_id=shop");
        assertThat(nobody.post("/oauth/token", Map.of("grant_type", "client_credentials", "client_id", "shop"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(nobody.get("/flow/elsewhere").statusCode()).isEqualTo(404);
        assertThat(nobody.raw("GET /flow/login/").status()).isNotEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/session", "/session"})
    @DisplayName("System A: the newer browser SDK's hasSession(), for the app's own origin and if it takes part")
    void the_browser_sdk_sees_a_session(String path) {
        var alice = TestBrowser.signedIn(server, "alice");
        String question = path + "?" + SDRN + "&redirect_uri=x&sdk_version=5.2.5&tabId=4711";
        String[] page = {"Origin", TestClient.SHOP.origin()};

        HttpResponse<String> before = alice.get(question, page);
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        HttpResponse<String> connected = alice.get(question, page);
        HttpResponse<String> foreign = alice.get(question, "Origin", "https://evil.example");
        HttpResponse<String> another = alice.get(question, "Origin", TestClient.NEWS.origin());
        HttpResponse<String> noPage = alice.get(question);

        assertThat(before.body()).isEqualTo("{\"session\":null,\"status\":\"unknown\",\"expiresIn\":60}");
        assertThat(TestClient.json(connected))
                .containsEntry("result", true)
                .containsEntry("userStatus", "connected")
                .containsEntry("userId", TestClient.claims(tokens.id()).get("sub"))
                // E11
                .containsEntry(
                        "sdrn",
                        "sdrn:spid.no:user:" + TestClient.claims(tokens.id()).get("sub"));
        assertThat(TestBrowser.header(connected, "Access-Control-Allow-Origin")).isEqualTo(TestClient.SHOP.origin());
        assertThat(TestBrowser.header(connected, "Access-Control-Allow-Credentials"))
                .isEqualTo("true");
        assertThat(new int[] {foreign.statusCode(), another.statusCode(), noPage.statusCode()})
                .containsOnly(403);
    }

    @Test
    @DisplayName("LEG-32: the newer browser SDK's logout() by an SDRN goes by the rules of /logout")
    void the_browser_sdk_signs_out() {
        var alice = TestBrowser.signedIn(server, "alice");
        String target = "&redirect_uri=" + TestBrowser.encode(TestClient.SHOP.signedOut()) + "&sdk_version=5.2.5";

        HttpResponse<String> unknown = alice.get("/logout?client_sdrn=sdrn:spid.no:client:nobody" + target);
        HttpResponse<String> nonsense = alice.get("/logout?client_sdrn=shop%22%3E" + target);
        boolean stillThere = alice.isSignedIn();
        HttpResponse<String> out = alice.get("/logout?" + SDRN + target);

        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(nonsense.statusCode()).isEqualTo(400);
        assertThat(stillThere).isTrue();
        assertThat(TestBrowser.location(out)).isEqualTo(TestClient.SHOP.signedOut());
        assertThat(alice.isSignedIn()).isFalse();
    }

    private Map<String, Object> token(Map<String, String> form) {
        var all = new LinkedHashMap<>(form);
        all.put("client_id", "shop");
        all.put("client_secret", TestClient.SHOP.secret());
        HttpResponse<String> answer = new TestBrowser(server).post("/oauth/token", all);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TestClient.json(answer);
    }
}
