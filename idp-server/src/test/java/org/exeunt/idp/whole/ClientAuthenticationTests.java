package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How clients authenticate at the endpoints of OAuth 2.0 (RFC 6749, section 2.3), and what is refused there. */
class ClientAuthenticationTests {

    private static final List<String> PATHS = List.of("/oauth2/introspect", "/oauth2/revoke");

    private static final List<String> ALL_PATHS =
            List.of("/oauth2/token", "/oauth2/device_authorization", "/oauth2/introspect", "/oauth2/revoke");

    /** RFC 7636, appendix B: the verifier of the challenge that {@link TestClient} sends. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    /** Where a public client sends its id, and a secret without a value. */
    enum EmptySecret {
        PARAMETER("mobile", "", null),
        HEADER("mobile", null, "mobile:"),
        HEADER_ONLY(null, null, "mobile:"),
        PARAMETER_AND_HEADER("mobile", "", "mobile:"),
        HEADER_WITHOUT_A_VALUE("mobile", null, "");

        private final @Nullable String clientId;
        private final @Nullable String secret;
        private final @Nullable String credentials;

        EmptySecret(@Nullable String clientId, @Nullable String secret, @Nullable String credentials) {
            this.clientId = clientId;
            this.secret = secret;
            this.credentials = credentials;
        }

        HttpResponse<String> post(RunningServer server, String path, Map<String, String> form) {
            Map<String, String> all = new HashMap<>(form);
            if (clientId != null) {
                all.put("client_id", clientId);
            }
            if (secret != null) {
                all.put("client_secret", secret);
            }
            String[] header = credentials == null ? new String[0] : new String[] {"Authorization", basic(credentials)};
            return new TestBrowser(server).post(path, all, header);
        }
    }

    private final RunningServer server = RunningServer.shared(TestDatabase.H2);

    @Test
    @DisplayName("RFC 6749, 5.2: a wrong secret is answered by 401 and invalid_client, and ends nothing")
    void a_wrong_secret_is_refused() {
        var tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));
        String wrong = TestClient.SHOP.basic().substring(0, 16) + "AAAA"
                + TestClient.SHOP.basic().substring(20);

        for (String path : PATHS) {
            var answer = new TestBrowser(server).post(path, Map.of("token", tokens.access()), "Authorization", wrong);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("invalid_client");
        }
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"token_type_hint=%zz", "unknown=%ff", "a=1&"})
    @DisplayName(
            "A form with one parameter that cannot be decoded, or with too many parameters, is refused and ends nothing")
    void undecodable_parameters_are_refused(String odd) {
        var tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));
        String form = "token=" + tokens.access() + "&" + (odd.endsWith("&") ? odd.repeat(2_000) : odd);

        for (String path : PATHS) {
            var answer = new TestBrowser(server).post(path, form, "Authorization", TestClient.SHOP.basic());
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
        }
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
    }

    @Test
    @DisplayName("RFC 6749, 2.3: a request with two Authorization headers is refused, whichever of them is right")
    void two_credentials_are_refused() {
        var tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));
        String shop = TestClient.SHOP.basic();

        for (String other : List.of(shop, TestClient.NEWS.basic(), "Basic eDp5", "Bearer " + tokens.access())) {
            for (String path : PATHS) {
                var answer = new TestBrowser(server)
                        .raw(
                                "POST " + path,
                                "Authorization",
                                shop,
                                "authorization",
                                other,
                                "Content-Type",
                                "application/x-www-form-urlencoded",
                                "body",
                                "token=" + tokens.access());
                assertThat(answer.status()).as(path + " " + other).isEqualTo(400);
                assertThat(answer.body()).contains("invalid_request");
            }
        }
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"shop,200", "sh%6Fp,200", "SHOP,401", "shop+,401", "mobile,401", "sh%zzp,401"})
    @DisplayName("RFC 6749, 2.3.1: a client_id may be percent-encoded, and is otherwise compared as it is")
    void a_client_id_may_be_encoded(String clientId, int status) {
        String credentials =
                Base64.getEncoder().encodeToString((clientId + ":" + TestClient.SHOP.secret()).getBytes(UTF_8));

        for (String path : PATHS) {
            var answer = new TestBrowser(server)
                    .post(path, Map.of("token", "unknown"), "Authorization", "Basic " + credentials);
            assertThat(answer.statusCode()).as(path).isEqualTo(status);
        }
    }

    @ParameterizedTest // B17
    @EnumSource
    @DisplayName("RFC 6749, 2.3.1 and 3.1: an empty secret of a public client counts as absent, at every endpoint")
    void an_empty_secret_of_a_public_client_counts_as_absent(EmptySecret empty) {
        String code = TestClient.MOBILE.code(TestBrowser.signedIn(server, "alice"));
        var redeemed = TestClient.Tokens.of(empty.post(
                server,
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        String.valueOf(TestClient.MOBILE.authorizationRequest().get("redirect_uri")),
                        "code_verifier",
                        VERIFIER)));
        var refreshed = TestClient.Tokens.of(empty.post(
                server, "/oauth2/token", Map.of("grant_type", "refresh_token", "refresh_token", redeemed.refresh())));
        var device = empty.post(server, "/oauth2/device_authorization", Map.of("scope", "profile"));
        var polled = empty.post(
                server,
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:device_code",
                        "device_code",
                        TestClient.json(device, "device_code")));
        assertThat(TestClient.json(polled)).containsEntry("error", "authorization_pending");
        assertThat(TestClient.isAccepted(server, refreshed.access())).isTrue();

        var revoked = empty.post(server, "/oauth2/revoke", Map.of("token", refreshed.refresh()));

        assertThat(revoked.statusCode()).isEqualTo(200);
        assertThat(TestClient.isAccepted(server, refreshed.access())).isFalse();
    }

    @Test // B17
    @DisplayName("An empty secret authenticates no client that has one, and no public client at introspection")
    void an_empty_secret_authenticates_no_client_that_has_one() {
        var tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));
        var machine = new TestBrowser(server);

        for (String path : PATHS) {
            for (var answer : List.of(
                    machine.post(path, Map.of("token", tokens.access(), "client_id", "shop", "client_secret", "")),
                    machine.post(path, Map.of("token", tokens.access()), "Authorization", basic("shop:")),
                    machine.post(path, Map.of("token", tokens.access()), "Authorization", basic(":")))) {
                assertThat(answer.statusCode()).as(path).isEqualTo(401);
                assertThat(TestClient.json(answer)).containsEntry("error", "invalid_client");
            }
        }
        for (EmptySecret empty : EmptySecret.values()) {
            var answer = empty.post(server, "/oauth2/introspect", Map.of("token", tokens.access()));
            assertThat(answer.statusCode()).as(empty.name()).isEqualTo(401);
        }
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
    }

    @Test // B17
    @DisplayName("A code of a public client is not redeemed without its verifier, however the client is identified")
    void a_code_is_not_redeemed_without_its_verifier() {
        for (EmptySecret empty : EmptySecret.values()) {
            String code = TestClient.MOBILE.code(TestBrowser.signedIn(server, "alice"));
            var answer = empty.post(server, "/oauth2/token", Map.of("grant_type", "authorization_code", "code", code));

            assertThat(answer.statusCode()).as(empty.name()).isEqualTo(400);
            assertThat(TestClient.json(answer)).containsEntry("error", "invalid_grant");
            assertThat(TestClient.isOk(TestClient.MOBILE.redeem(server, code))).isTrue();
        }
    }

    @ParameterizedTest // F7
    @MethodSource
    @DisplayName("RFC 6749, 2.3 and 5.2: a request that names two clients, or authenticates in two ways, is refused")
    void one_client_authenticates_in_one_way(String query, String form, String authorization) {
        var tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));
        String grant = "&grant_type=refresh_token&refresh_token=" + tokens.refresh() + "&token=" + tokens.refresh();
        String[] header = authorization.isEmpty() ? new String[0] : new String[] {"Authorization", authorization};

        for (String path : ALL_PATHS) {
            var answer = new TestBrowser(server).post(path + query, form + grant, header);

            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(TestClient.json(answer)).containsEntry("error", "invalid_request");
        }
        assertThat(TestClient.isOk(TestClient.SHOP.refresh(server, tokens.refresh())))
                .isTrue();
    }

    static Stream<Arguments> one_client_authenticates_in_one_way() {
        String shop = TestClient.SHOP.basic();
        String secret = "client_secret=" + TestClient.SHOP.secret();
        return Stream.of(
                arguments("", "client_id=news", shop),
                arguments("", "client_id=unknown", shop),
                arguments("", "client_id=mobile", shop),
                arguments("?client_id=news", "", shop),
                arguments("", "client_id=mobile", basic("shop:")),
                arguments("", "client_id=shop&client_id=news&" + secret, ""),
                arguments("?client_id=news", "client_id=shop&" + secret, ""),
                arguments("", "client_id=shop&" + secret + "&" + secret, ""),
                arguments("", "client_id=shop&" + secret, shop),
                arguments("", "client_id=shop&client_assertion=x", shop),
                arguments("", "client_id=shop&client_assertion=x&" + secret, ""),
                arguments("?" + secret, "client_id=shop", ""));
    }

    @Test // F7
    @DisplayName("The client of the header may be named in the form, too")
    void the_same_client_may_be_named_twice() {
        var tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));

        var answer = new TestBrowser(server)
                .post(
                        "/oauth2/introspect",
                        Map.of("token", tokens.access(), "client_id", "shop"),
                        "Authorization",
                        TestClient.SHOP.basic());

        assertThat(TestClient.json(answer)).containsEntry("active", true);
    }

    @ParameterizedTest // F7, E9
    @MethodSource
    @DisplayName(
            "RFC 6749, 5.2: failed or missing client authentication is 401, invalid_client in JSON, with the challenge Basic")
    void failed_client_authentication_has_a_challenge(String form, String authorization) {
        String[] header = authorization.isEmpty() ? new String[0] : new String[] {"Authorization", authorization};

        for (String path : ALL_PATHS) {
            var answer = new TestBrowser(server)
                    .post(path, form + "&token=x&grant_type=refresh_token&refresh_token=x", header);

            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Basic realm=\"oauth2\"");
            assertThat(TestBrowser.header(answer, "Content-Type")).startsWith("application/json");
            assertThat(TestBrowser.header(answer, "Cache-Control")).contains("no-store");
            assertThat(TestClient.json(answer)).containsEntry("error", "invalid_client");
        }
    }

    static Stream<Arguments> failed_client_authentication_has_a_challenge() {
        return Stream.of(
                arguments("", ""),
                arguments("client_id=", ""),
                arguments("client_id=shop", ""),
                arguments("client_id=unknown", ""),
                arguments("client_id=shop&client_secret=wrong", ""),
                arguments("client_id=unknown&client_secret=wrong", ""),
                arguments("client_id=mobile&client_secret=of-no-use", ""),
                arguments("client_id=shop&client_assertion=x", ""),
                arguments("", basic("shop:wrong")),
                arguments("", basic("unknown:wrong")),
                arguments("", basic("without-a-colon")),
                arguments("", "Basic"),
                arguments("", "Basic !"),
                arguments("client_id=mobile", "Bearer x"),
                arguments("", "Digest username=shop"));
    }

    @Test // F7
    @DisplayName(
            "RFC 7662, 2.1: a public client is not authenticated at introspection, also with a code and a verifier")
    void a_public_client_introspects_nothing() {
        var answer = new TestBrowser(server)
                .post(
                        "/oauth2/introspect",
                        Map.of(
                                "token", "x",
                                "client_id", "mobile",
                                "grant_type", "authorization_code",
                                "code", TestClient.MOBILE.code(TestBrowser.signedIn(server, "alice")),
                                "code_verifier", VERIFIER));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(TestBrowser.header(answer, "WWW-Authenticate")).startsWith("Basic");
    }

    private static String basic(String credentials) {
        return credentials.isEmpty() ? "" : "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    }
}
