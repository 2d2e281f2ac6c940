package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Client ids and secrets that differ from their form encoding, in the header {@code Authorization} (RFC 6749, section 2.3.1). */
@TestInstance(Lifecycle.PER_CLASS)
class ClientSecretEncodingTests {

    private static final String BASE64 = "base64+secret/that+ends+with+padding/AAA==";

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    Stream<Arguments> clients() {
        return Stream.of(
                arguments("base64", BASE64),
                arguments("percent", "100%-of-a-percent-sign-%zz-%4-at-the-end-%"),
                arguments("escape", "%41-looks-encoded-%2B-but-is-not-%253A-really"),
                arguments("colon", "colons:and spaces: in a secret of this length"),
                arguments("a+b%20c", BASE64));
    }

    @BeforeAll
    void start() {
        List<String> settings = new ArrayList<>();
        clients().map(Arguments::get).forEach(client -> {
            String key = "--exeunt.clients.client" + settings.size();
            settings.add(key + ".id=" + client[0]);
            settings.add(key + ".secret=" + client[1]);
            settings.add(key + ".grant-types=client_credentials");
            settings.add(key + ".scopes=jobs");
        });
        server = RunningServer.start(TestDatabase.H2.freshUrl(), settings.toArray(String[]::new));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest // E5
    @MethodSource("clients")
    @DisplayName(
            "Id and secret authenticate form-encoded, as the specification demands, and raw, as curl -u sends them")
    void id_and_secret_authenticate_encoded_and_raw(String clientId, String secret) {
        String encoded = encode(clientId) + ":" + encode(secret);

        for (String credentials : List.of(encoded, encoded.replace("+", "%20"), clientId + ":" + secret)) {
            assertThat(tokenRequest(credentials).statusCode()).as(credentials).isEqualTo(200);
        }
    }

    @ParameterizedTest // E5
    @MethodSource("clients")
    @DisplayName("What is nearly the secret authenticates no client, encoded or raw")
    void what_is_nearly_the_secret_is_refused(String clientId, String secret) {
        for (String wrong : List.of(secret + "+", secret + "%", secret.substring(1), encode(encode(secret)))) {
            for (String credentials : List.of(clientId + ":" + wrong, encode(clientId) + ":" + encode(wrong))) {
                assertRefused(credentials);
            }
        }
    }

    @ParameterizedTest // E5
    @ValueSource(
            strings = {"a%2Bb%2520c:" + BASE64, "a+b%20c%3A" + BASE64, "a+b c:" + BASE64, "base64:base64 secret/that"})
    @DisplayName("Id and secret are read in the same way: no mixture of encoded and raw authenticates")
    void a_mixture_is_refused(String credentials) {
        assertRefused(credentials);
        assertRefused("a+b%20c:" + encode(BASE64));
    }

    private void assertRefused(String credentials) {
        var answer = tokenRequest(credentials);
        assertThat(answer.statusCode()).as(credentials).isEqualTo(401);
        assertThat(TestClient.json(answer)).containsEntry("error", "invalid_client");
    }

    private HttpResponse<String> tokenRequest(String credentials) {
        return new TestBrowser(server)
                .post(
                        "/oauth2/token",
                        Map.of("grant_type", "client_credentials"),
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)));
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, UTF_8);
    }
}
