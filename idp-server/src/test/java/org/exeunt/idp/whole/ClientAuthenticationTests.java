package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How clients authenticate at the endpoints of OAuth 2.0 (RFC 6749, section 2.3), and what is refused there. */
class ClientAuthenticationTests {

    private static final List<String> PATHS = List.of("/oauth2/introspect", "/oauth2/revoke");

    /** RFC 7636, appendix B: the verifier of the challenge that {@link TestClient} sends. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    /** Where a public client sends its id, and a secret without a value. */
    private enum EmptySecret {
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
            var answer =
                    empty.post(server, "/oauth2/token", Map.of("grant_type", "authorization_code", "code", code));

            assertThat(answer.statusCode()).as(empty.name()).isEqualTo(400);
            assertThat(TestClient.json(answer)).containsEntry("error", "invalid_grant");
            assertThat(TestClient.isOk(TestClient.MOBILE.redeem(server, code))).isTrue();
        }
    }

    private static String basic(String credentials) {
        return credentials.isEmpty()
                ? ""
                : "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    }
}
