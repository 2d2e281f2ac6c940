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

/** The discovery documents: RFC 8414, OpenID Connect Discovery 1.0, and the plan {@code oidcc-config-certification-test-plan}. */
class MetadataTests {

    private static final String OPENID = "/.well-known/openid-configuration";
    private static final String OAUTH = "/.well-known/oauth-authorization-server";

    private final RunningServer server = RunningServer.shared(TestDatabase.H2);
    private final TestBrowser anybody = new TestBrowser(server);

    @ParameterizedTest
    @ValueSource(strings = {OPENID, OAUTH})
    @DisplayName("oidcc-discovery-endpoint-verification, MET-03, MET-04: 200, JSON, and no member that says nothing")
    void it_is_json_that_says_something(String path) {
        HttpResponse<String> answer = anybody.get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(TestBrowser.header(answer, "Content-Type")).startsWith("application/json");
        assertThat(TestClient.json(answer).values())
                .isNotEmpty()
                .noneMatch(value -> value instanceof List<?> list && list.isEmpty())
                .noneMatch(value -> value instanceof String text && text.isEmpty());
    }

    @Test
    @DisplayName("MET-10: what both documents say is the same")
    void both_documents_agree() {
        Map<String, Object> openId = TestClient.json(anybody.get(OPENID));
        Map<String, Object> oauth = TestClient.json(anybody.get(OAUTH));

        assertThat(oauth.keySet()).anyMatch(openId::containsKey);
        oauth.keySet().retainAll(openId.keySet());
        assertThat(openId).containsAllEntriesOf(oauth);
    }

    @Test
    @DisplayName("oidcc-discovery-endpoint-verification: what the plan for the configuration looks for is there")
    void the_certification_plan_finds_its_prerequisites() {
        Map<String, Object> metadata = TestClient.json(anybody.get(OPENID));

        assertThat(metadata)
                .containsEntry("response_types_supported", List.of("code"))
                .containsEntry("subject_types_supported", List.of("public"))
                .containsEntry("id_token_signing_alg_values_supported", List.of("RS256"))
                .containsEntry("code_challenge_methods_supported", List.of("S256"))
                .containsKeys(
                        "claims_supported",
                        "userinfo_endpoint",
                        "jwks_uri",
                        "authorization_endpoint",
                        "token_endpoint");
        assertThat((List<?>) metadata.get("grant_types_supported")).anyMatch("authorization_code"::equals);
        assertThat((List<?>) metadata.get("scopes_supported")).anyMatch("openid"::equals);
    }

    @Test
    @DisplayName(
            "MET-05, MET-06, MET-07: the ways for a client to authenticate are those that are accepted, without algorithms")
    void ways_to_authenticate_are_those_that_are_accepted() {
        Map<String, Object> metadata = TestClient.json(anybody.get(OPENID));
        String basic = TestClient.SHOP.basic();
        Map<String, String> inBody =
                Map.of("token", "x", "client_id", "shop", "client_secret", TestClient.SHOP.secret());
        Map<String, String> nameOnly = Map.of("token", "x", "client_id", "mobile");

        for (String endpoint : List.of("revocation", "introspection")) {
            String path = endpoint.equals("revocation") ? "/oauth2/revoke" : "/oauth2/introspect";
            List<?> methods = (List<?>) metadata.getOrDefault(endpoint + "_endpoint_auth_methods_supported", List.of());
            assertThat(methods).hasSizeBetween(2, 3);
            assertThat(anybody.post(path, Map.of("token", "x"), "Authorization", basic)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(anybody.post(path, inBody).statusCode()).isEqualTo(200);
            assertThat(anybody.post(path, nameOnly).statusCode())
                    .isEqualTo(methods.stream().anyMatch("none"::equals) ? 200 : 401);
        }
        assertThat(metadata.keySet()).noneMatch(name -> name.contains("_auth_signing_alg_values_supported"));
    }

    @Test
    @DisplayName(
            "BCL-01, BCL-02, GTR-03, MET-08, MET-11: of logout it says what is implemented, as booleans, and nothing else")
    void it_promises_what_is_implemented() {
        Map<String, Object> metadata = TestClient.json(anybody.get(OPENID));
        Tokens tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));

        assertThat(metadata)
                .containsEntry("backchannel_logout_supported", true)
                .containsEntry("backchannel_logout_session_supported", true)
                .containsEntry("end_session_endpoint", "http://localhost:9000/connect/logout")
                .doesNotContainKeys(
                        "native_sso_supported",
                        "pushed_authorization_request_endpoint",
                        "registration_endpoint",
                        "tls_client_certificate_bound_access_tokens");
        assertThat(TestClient.claims(tokens.id())).containsKey("sid");
        assertThat(TestClient.json(anybody.get(OAUTH)))
                .containsEntry(
                        "global_token_revocation_endpoint", "http://localhost:9000/oauth2/global-token-revocation");
    }

    @ParameterizedTest
    @ValueSource(strings = {OPENID, OAUTH, "/oauth2/jwks"})
    @DisplayName("MET-12: a script of any origin may read it, without credentials")
    void scripts_may_read_it(String path) {
        HttpResponse<String> answer = anybody.get(path, "Origin", "https://spa.example", "Sec-Fetch-Mode", "cors");

        assertThat(TestBrowser.header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(TestBrowser.header(answer, "Access-Control-Allow-Credentials"))
                .isEmpty();
    }
}
