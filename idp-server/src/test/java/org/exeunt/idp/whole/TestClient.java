package org.exeunt.idp.whole;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The demo's clients, as they talk to the server. */
enum TestClient {
    SHOP("shop", "shop-secret-only-for-the-demo-0123", "http://localhost:8080", "/login/oauth2/code/exeunt"),
    NEWS("news", "news-secret-only-for-the-demo-0123", "http://localhost:8081", "/login/oauth2/code/exeunt"),
    MOBILE("mobile", null, "http://127.0.0.1:4711", "/callback"),

    /** Not among the demo's clients: a test that uses it configures it. */
    KIOSK("kiosk", "kiosk-secret-only-for-a-test-01234", "http://localhost:8090", "/callback");

    // The example of RFC 7636, appendix B.
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final String id;
    private final @Nullable String secret;
    private final String origin;
    private final String redirectUri;

    TestClient(String id, @Nullable String secret, String origin, String callback) {
        this.id = id;
        this.secret = secret;
        this.origin = origin;
        this.redirectUri = origin + callback;
    }

    static String password(String username) {
        return username + "-demo-password";
    }

    /** Where the browser may be sent after a logout. */
    String signedOut() {
        return origin + "/signed-out";
    }

    String origin() {
        return origin;
    }

    String secret() {
        return Objects.requireNonNull(secret, "a public client");
    }

    /** Credentials for the header {@code Authorization}. */
    String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret()).getBytes(StandardCharsets.UTF_8));
    }

    String authorizationUrl(String scope) {
        return "/oauth2/authorize?" + TestBrowser.form(authorizationRequest(scope));
    }

    Map<String, String> authorizationRequest() {
        return authorizationRequest("openid profile email");
    }

    Map<String, String> authorizationRequest(String scope) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", id);
        parameters.put("redirect_uri", redirectUri);
        parameters.put("scope", scope);
        parameters.put("nonce", "n");
        parameters.put("code_challenge", CHALLENGE);
        parameters.put("code_challenge_method", "S256");
        return parameters;
    }

    String code(TestBrowser browser) {
        return code(browser, "openid profile email");
    }

    String code(TestBrowser browser, String scope) {
        return code(browser.get(authorizationUrl(scope)));
    }

    static String code(HttpResponse<?> answer) {
        String code = TestBrowser.query(TestBrowser.location(answer)).get("code");
        if (code == null) {
            throw new AssertionError("no code: " + answer.statusCode() + " " + TestBrowser.location(answer));
        }
        return code;
    }

    /** Tokens of the user signed in in this browser. */
    Tokens tokens(Server server, TestBrowser browser) {
        return tokens(server, browser, "openid profile email");
    }

    Tokens tokens(Server server, TestBrowser browser, String scope) {
        return Tokens.of(redeem(server, code(browser, scope)));
    }

    HttpResponse<String> redeem(Server server, String code) {
        return call(server, "/oauth2/token", redemption(code));
    }

    Map<String, String> redemption(String code) {
        return Map.of(
                "grant_type", "authorization_code",
                "code", code,
                "redirect_uri", redirectUri,
                "code_verifier", VERIFIER);
    }

    HttpResponse<String> refresh(Server server, String refreshToken) {
        return call(server, "/oauth2/token", Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    HttpResponse<String> revoke(Server server, String token) {
        return call(server, "/oauth2/revoke", Map.of("token", token));
    }

    HttpResponse<String> introspect(Server server, String token) {
        return call(server, "/oauth2/introspect", Map.of("token", token));
    }

    boolean introspects(Server server, String token) {
        return Boolean.TRUE.equals(json(introspect(server, token)).get("active"));
    }

    /** Logout by a script on this client's page. */
    HttpResponse<String> sdkLogout(TestBrowser browser) {
        return browser.send("DELETE", "/session?client_id=" + id, "Origin", origin);
    }

    HttpResponse<String> call(Server server, String path, Map<String, String> form) {
        if (secret == null) {
            Map<String, String> all = new LinkedHashMap<>(form);
            all.put("client_id", id);
            return new TestBrowser(server).post(path, all);
        }
        return new TestBrowser(server).post(path, form, "Authorization", basic());
    }

    /** Status of userinfo with this access token: 200 while it is accepted. */
    static int userinfo(Server server, String accessToken) {
        return new TestBrowser(server)
                .get("/userinfo", "Authorization", "Bearer " + accessToken)
                .statusCode();
    }

    /** Whether the server still accepts this access token, be it good for userinfo or not. */
    static boolean isAccepted(Server server, String accessToken) {
        return userinfo(server, accessToken) != 401;
    }

    static boolean isOk(HttpResponse<?> answer) {
        return answer.statusCode() == 200;
    }

    static String json(HttpResponse<String> answer, String name) {
        return String.valueOf(Objects.requireNonNull(json(answer).get(name), () -> "no " + name + " in " + answer));
    }

    static Map<String, Object> json(HttpResponse<String> answer) {
        return JsonMapper.builder().build().readValue(answer.body(), new TypeReference<Map<String, Object>>() {});
    }

    static Map<String, Object> claims(String jwt) {
        int start = jwt.indexOf('.') + 1;
        byte[] claims = Base64.getUrlDecoder().decode(jwt.substring(start, jwt.indexOf('.', start)));
        return JsonMapper.builder().build().readValue(claims, new TypeReference<Map<String, Object>>() {});
    }

    private static String text(Map<String, Object> json, String name) {
        return String.valueOf(json.get(name));
    }

    record Tokens(String access, String refresh, String id) {

        static Tokens of(HttpResponse<String> answer) {
            if (answer.statusCode() != 200) {
                throw new AssertionError("no tokens: " + answer.statusCode() + " " + answer.body());
            }
            Map<String, Object> json = json(answer);
            return new Tokens(text(json, "access_token"), text(json, "refresh_token"), text(json, "id_token"));
        }

        String sid() {
            return text(claims(id), "sid");
        }
    }
}
