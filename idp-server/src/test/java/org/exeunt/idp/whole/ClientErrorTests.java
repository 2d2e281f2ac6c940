package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a refused request of a client tells its developers ({@code error_description}) and the operators (the log). */
@ExtendWith(OutputCaptureExtension.class)
class ClientErrorTests {

    private final RunningServer server = RunningServer.shared(TestDatabase.H2);

    @ParameterizedTest // E4
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "token|-|-|invalid_client|no client authentication|-",
                "token|client_id=shopp|-|invalid_client|client_id is unknown|unknown_client='shopp'",
                "token|client_id=shop|-|invalid_client|a client with a secret sends it|client='shop'",
                "token|-|shop:wrong|invalid_client|client_secret is wrong|client='shop'",
                "token|client_id=mobile&client_secret=any|-|invalid_client|a public client has none|client='mobile'",
                "token|-|shop|invalid_client|Base64|-",
                "revoke|-|shopp:wrong|invalid_client|client_id is unknown|unknown_client='shopp'",
                "revoke|client_id=news|shop:wrong|invalid_request|another client|client='news'",
                "introspect|client_id=mobile|-|invalid_client|may not introspect|client='mobile'",
                "device_authorization|client_id=shop&client_secret=a&client_secret=b|-|invalid_request|client_secret is repeated"
                        + "|client='shop'",
                "token|client_id=mobile|-|invalid_request|grant_type is missing or repeated|client='mobile'",
                "token|client_id=mobile&grant_type=password|-|unsupported_grant_type|grant_type is not supported|client='mobile'",
                "token|client_id=mobile&grant_type=refresh_token|-|invalid_request|refresh_token is missing|client='mobile'",
                "token|client_id=mobile&grant_type=refresh_token&refresh_token=x|-|invalid_grant|unknown refresh token"
                        + "|client='mobile'",
                "token|client_id=mobile&grant_type=authorization_code&code=x&code_verifier=y|-|invalid_grant"
                        + "|unknown authorization code|client='mobile'",
                "token|client_id=mobile&grant_type=client_credentials|-|unauthorized_client|not registered for this grant type"
                        + "|client='mobile'",
                "revoke|client_id=mobile|-|invalid_request|token is missing|client='mobile'",
                "device_authorization|client_id=mobile&scope=unheard-of|-|invalid_scope|scope has a value|client='mobile'"
            })
    @DisplayName("Each error has a description, and one line in the log with the cause and the client")
    void each_error_says_what_is_wrong(
            String endpoint,
            @Nullable String form,
            @Nullable String credentials,
            String error,
            String description,
            @Nullable String client,
            CapturedOutput output) {
        int before = output.length();
        String logged =
                Map.of("revoke", "revocation", "introspect", "introspection").getOrDefault(endpoint, endpoint);
        String[] header = credentials == null
                ? new String[0]
                : new String[] {
                    "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8))
                };

        var answer = new TestBrowser(server).post("/oauth2/" + endpoint, form == null ? "" : form, header);

        assertThat(TestClient.json(answer))
                .containsEntry("error", error)
                .containsOnlyKeys("error", "error_description");
        assertThat(TestClient.json(answer, "error_description"))
                .contains(description)
                .matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
        assertThat(warnings(output, before))
                .singleElement()
                .asString()
                .contains(
                        "client request refused: endpoint=" + logged + " error=" + error + " cause='",
                        description,
                        client == null ? "" : " " + client)
                .doesNotContain(client == null ? "client=" : "client=''");
    }

    @Test // E4
    @DisplayName("invalid_grant tells apart what is wrong with a code")
    void invalid_grant_says_what_is_wrong_with_a_code() {
        var alice = TestBrowser.signedIn(server, "alice");
        String code = TestClient.SHOP.code(alice);
        Map<String, String> redemption = new HashMap<>(Map.of(
                "grant_type", "authorization_code",
                "code", code,
                "redirect_uri", "http://localhost:8080/elsewhere",
                "code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));

        var elsewhere = TestClient.SHOP.call(server, "/oauth2/token", redemption);
        var byAnother = TestClient.NEWS.call(server, "/oauth2/token", redemption);
        redemption.put("code_verifier", "x".repeat(43));
        var wrongVerifier = TestClient.SHOP.call(server, "/oauth2/token", redemption);

        assertDescribed(elsewhere, "redirect_uri is not that of the authorization request");
        assertDescribed(byAnother, "issued to another client");
        assertDescribed(wrongVerifier, "code_verifier is missing, or does not match");
    }

    @Test // E4
    @DisplayName("A client that polls for a device code, as the specification demands, leaves no line in the log")
    void polling_is_not_logged(CapturedOutput output) {
        var device = TestClient.json(
                TestClient.MOBILE.call(server, "/oauth2/device_authorization", Map.of("scope", "profile")));
        int before = output.length();

        var pending = TestClient.MOBILE.call(
                server,
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:device_code",
                        "device_code",
                        String.valueOf(device.get("device_code"))));

        assertThat(TestClient.json(pending)).containsEntry("error", "authorization_pending");
        assertThat(warnings(output, before)).isEmpty();
    }

    @Test // E4
    @DisplayName(
            "The log has no secret, code or token, also if one is sent in place of the client's id, and no forged line")
    void no_secret_and_no_forged_line_is_logged(CapturedOutput output) {
        Tokens tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));
        String secret = TestClient.SHOP.secret();
        var machine = new TestBrowser(server);

        for (String path : List.of("/oauth2/token", "/oauth2/revoke", "/oauth2/introspect")) {
            for (String misplaced : List.of(secret, tokens.access(), tokens.refresh(), tokens.id())) {
                machine.post(path, Map.of("client_id", misplaced, "client_secret", secret, "token", tokens.refresh()));
                machine.post(path, Map.of("client_id", misplaced, "grant_type", misplaced, "scope", misplaced));
                machine.post(path + "?client_secret=" + secret, Map.of("client_id", misplaced));
            }
            machine.post(path, Map.of("client_id", "x' y\nERROR forged\u2028z"));
        }

        assertThat(output.toString())
                .doesNotContain(secret, secret.substring(0, 12), tokens.access(), tokens.refresh(), tokens.id())
                .contains("unknown_client='" + secret.substring(0, 8) + "...'", "unknown_client='x? y?ERROR forged?z'");
        assertThat(output.toString().lines()).noneMatch(line -> line.startsWith("ERROR forged"));
    }

    @Test // E4
    @DisplayName("A secret that is nearly right is answered and logged like any other wrong one")
    void nearly_right_is_wrong(CapturedOutput output) {
        String secret = TestClient.SHOP.secret();
        int before = output.length();

        List<String> answers = List.of(secret.substring(1), secret + "x", secret.toUpperCase(Locale.ROOT), "x").stream()
                .map(wrong -> new TestBrowser(server)
                        .post("/oauth2/token", Map.of("client_id", "shop", "client_secret", wrong))
                        .body())
                .distinct()
                .toList();

        assertThat(answers).hasSize(1);
        assertThat(warnings(output, before).stream()
                        .map(line -> line.substring(line.indexOf("client request")))
                        .distinct())
                .hasSize(1);
    }

    private static void assertDescribed(HttpResponse<String> answer, String description) {
        assertThat(TestClient.json(answer)).containsEntry("error", "invalid_grant");
        assertThat(TestClient.json(answer, "error_description")).contains(description);
    }

    private static List<String> warnings(CapturedOutput output, int before) {
        return output.subSequence(before, output.length())
                .toString()
                .lines()
                .filter(line -> line.contains(" WARN "))
                .toList();
    }
}
