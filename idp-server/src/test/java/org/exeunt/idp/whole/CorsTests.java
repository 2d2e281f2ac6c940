package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Which endpoints scripts of other origins may read, and of which origins: single-page applications are public clients. */
@TestInstance(Lifecycle.PER_CLASS)
class CorsTests {

    private static final String SPA = "https://spa.example";
    private static final String OTHER_SPA = "https://other-spa.example";
    private static final String STRANGER = "https://stranger.example";

    private static final String REDIRECT_URI = SPA + "/callback";

    /** RFC 7636, appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static final Set<String> PUBLIC =
            Set.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/oauth2/jwks");

    private static final Set<String> FOR_PUBLIC_CLIENTS =
            Set.of("/oauth2/token", "/oauth/token", "/oauth2/revoke", "/userinfo");

    private static final Set<String> OF_THE_AUTHORIZATION_SERVER = Set.of(
            "/oauth2/authorize",
            "/oauth2/introspect",
            "/oauth2/device_authorization",
            "/oauth2/device_verification",
            "/connect/logout",
            "/logout");

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @BeforeAll
    void start() {
        server = RunningServer.start(
                TestDatabase.H2.freshUrl(),
                "--exeunt.clients.spa.redirect-uris=" + REDIRECT_URI,
                "--exeunt.clients.spa.allowed-origins=" + SPA,
                "--exeunt.clients.other.redirect-uris=" + OTHER_SPA + "/callback",
                "--exeunt.clients.other.allowed-origins=" + OTHER_SPA);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test // B10, E1
    @DisplayName(
            "Preflight requests at all endpoints: metadata answer any origin, the OAuth endpoints those of public clients")
    void preflights_at_all_endpoints() {
        Map<String, String> ofPublicClient = allowedOrigins(SPA);
        Map<String, String> ofConfidentialClient = allowedOrigins(TestClient.SHOP.origin());
        Map<String, String> ofNoClient = allowedOrigins(STRANGER);

        Map<String, String> any = PUBLIC.stream().collect(toMap(path -> path, _ -> "*"));
        Map<String, String> bySpa = new HashMap<>(any);
        FOR_PUBLIC_CLIENTS.forEach(path -> bySpa.put(path, SPA));
        assertThat(withoutSessionEndpoints(ofPublicClient)).isEqualTo(bySpa);
        assertThat(withoutSessionEndpoints(ofConfidentialClient)).isEqualTo(any);
        assertThat(ofNoClient).isEqualTo(any);
    }

    @Test // B10, E1
    @DisplayName("A single-page application redeems its code, reads userinfo, refreshes and revokes by fetch")
    void a_single_page_application_works() {
        HttpResponse<String> redeemed = redeem(SPA, code());
        var tokens = TestClient.Tokens.of(redeemed);
        HttpResponse<String> userinfo =
                new TestBrowser(server).get("/userinfo", "Authorization", "Bearer " + tokens.access(), "Origin", SPA);
        HttpResponse<String> refreshed =
                post(SPA, "/oauth2/token", Map.of("grant_type", "refresh_token", "refresh_token", tokens.refresh()));
        HttpResponse<String> revoked = post(
                SPA,
                "/oauth2/revoke",
                Map.of("token", TestClient.Tokens.of(refreshed).refresh()));

        assertThat(List.of(redeemed, userinfo, refreshed, revoked)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertReadableBy(SPA, answer);
        });
    }

    @Test // B10, E1
    @DisplayName(
            "The answer is for the origins of the client that the request or its token names, and for no other public client's")
    void the_answer_is_for_the_origins_of_the_client() {
        var tokens = TestClient.Tokens.of(redeem(SPA, code()));
        String bearer = "Bearer " + tokens.access();

        assertUnreadable(redeem(OTHER_SPA, "unknown"));
        assertUnreadable(post(OTHER_SPA, "/oauth2/revoke", Map.of("token", "unknown")));
        assertUnreadable(new TestBrowser(server).get("/userinfo", "Authorization", bearer, "Origin", OTHER_SPA));
        assertUnreadable(new TestBrowser(server)
                .post(
                        "/oauth2/revoke",
                        Map.of("token", "x"),
                        "Authorization",
                        TestClient.SHOP.basic(),
                        "Origin",
                        TestClient.SHOP.origin()));
    }

    @Test // B10, E1
    @DisplayName("An error before the client is known is for the origins of all public clients, and for no stranger's")
    void an_error_before_the_client_is_known() {
        for (String origin : List.of(SPA, OTHER_SPA)) {
            assertReadableBy(origin, new TestBrowser(server).post("/oauth2/token", Map.of(), "Origin", origin));
            assertReadableBy(
                    origin,
                    new TestBrowser(server).post("/oauth2/token", Map.of("client_id", "unknown"), "Origin", origin));
            assertReadableBy(origin, new TestBrowser(server).get("/userinfo", "Origin", origin));
            assertReadableBy(
                    origin, new TestBrowser(server).get("/userinfo", "Authorization", "Bearer x", "Origin", origin));
        }
        for (String origin : List.of(
                STRANGER, TestClient.SHOP.origin(), "null", SPA + ".stranger.example", "https://SPA.example/x")) {
            assertUnreadable(new TestBrowser(server).post("/oauth2/token", Map.of(), "Origin", origin));
            assertUnreadable(new TestBrowser(server).get("/userinfo", "Origin", origin));
        }
    }

    @Test // B17
    @DisplayName(
            "An Authorization header with the id of a public client and an empty password is that client, for CORS too")
    void a_header_with_an_empty_password_is_a_public_client() {
        String spa = "Basic " + Base64.getEncoder().encodeToString("spa:".getBytes(UTF_8));
        for (String origin : List.of(SPA, OTHER_SPA)) {
            var answer = new TestBrowser(server)
                    .post("/oauth2/revoke", Map.of("token", "x"), "Authorization", spa, "Origin", origin);

            assertThat(answer.statusCode()).isEqualTo(200);
            if (origin.equals(SPA)) {
                assertReadableBy(SPA, answer);
            } else {
                assertUnreadable(answer);
            }
        }
    }

    private Map<String, String> allowedOrigins(String origin) {
        Map<String, String> allowed = new LinkedHashMap<>();
        for (String path : endpoints()) {
            HttpResponse<String> answer = new TestBrowser(server)
                    .send(
                            "OPTIONS",
                            path,
                            "Origin",
                            origin,
                            "Access-Control-Request-Method",
                            PUBLIC.contains(path) ? "GET" : "POST",
                            "Access-Control-Request-Headers",
                            "authorization,content-type");
            String allowedOrigin = TestBrowser.header(answer, "Access-Control-Allow-Origin");
            if (!allowedOrigin.isEmpty()) {
                allowed.put(path, allowedOrigin);
                assertThat(answer.headers().allValues("Vary")).as(path).anyMatch(names -> names.contains("Origin"));
            }
            if (!isSessionEndpoint(path)) {
                assertThat(TestBrowser.header(answer, "Access-Control-Allow-Credentials"))
                        .as(path)
                        .isEmpty();
            }
        }
        return allowed;
    }

    private Set<String> endpoints() {
        Stream<String> mapped = server
                .bean(RequestMappingHandlerMapping.class, "requestMappingHandlerMapping")
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(mapping -> mapping.getPatternValues().stream())
                .filter(pattern -> !pattern.contains("{") && !pattern.contains("*"));
        return Stream.of(PUBLIC.stream(), FOR_PUBLIC_CLIENTS.stream(), OF_THE_AUTHORIZATION_SERVER.stream(), mapped)
                .flatMap(paths -> paths)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** They answer with credentials, each for the origins of any client: the tests of the SDK prove that. */
    private static Map<String, String> withoutSessionEndpoints(Map<String, String> allowed) {
        return allowed.entrySet().stream()
                .filter(entry -> !isSessionEndpoint(entry.getKey()))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean isSessionEndpoint(String path) {
        return path.equals("/session")
                || path.equals("/v2/session")
                || path.startsWith("/api/auth/")
                || path.startsWith("/auth/")
                || path.equals("/login/refresh/invalidate")
                || path.equals("/api/push-tokens");
    }

    private static void assertReadableBy(String origin, HttpResponse<String> answer) {
        assertThat(TestBrowser.header(answer, "Access-Control-Allow-Origin")).isEqualTo(origin);
        assertThat(TestBrowser.header(answer, "Access-Control-Allow-Credentials"))
                .isEmpty();
        assertThat(answer.headers().allValues("Vary")).anyMatch(names -> names.contains("Origin"));
    }

    private static void assertUnreadable(HttpResponse<String> answer) {
        assertThat(TestBrowser.header(answer, "Access-Control-Allow-Origin")).isEmpty();
    }

    private String code() {
        return TestClient.code(TestBrowser.signedIn(server, "alice")
                .get("/oauth2/authorize?"
                        + TestBrowser.form(Map.of(
                                "response_type", "code",
                                "client_id", "spa",
                                "redirect_uri", REDIRECT_URI,
                                "scope", "openid profile",
                                "code_challenge", CHALLENGE,
                                "code_challenge_method", "S256"))));
    }

    private HttpResponse<String> redeem(String origin, String code) {
        return post(
                origin,
                "/oauth2/token",
                Map.of(
                        "grant_type", "authorization_code",
                        "code", code,
                        "redirect_uri", REDIRECT_URI,
                        "code_verifier", VERIFIER));
    }

    private HttpResponse<String> post(String origin, String path, Map<String, String> form) {
        Map<String, String> all = new HashMap<>(form);
        all.put("client_id", "spa");
        return new TestBrowser(server).post(path, all, "Origin", origin);
    }
}
