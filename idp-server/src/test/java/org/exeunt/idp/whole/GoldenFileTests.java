package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Wire shapes that others rely on: a change here is a change for them. */
class GoldenFileTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RunningServer server = RunningServer.shared(TestDatabase.H2);

    @ParameterizedTest
    @CsvSource({
        "/.well-known/openid-configuration,openid-configuration.json",
        "/.well-known/oauth-authorization-server,oauth-authorization-server.json"
    })
    @DisplayName("RPI-01, MET: discovery says what is there, and nothing else")
    void discovery_is_as_written_down(String path, String file) throws IOException {
        var answer = new TestBrowser(server).get(path);

        assertThat(JSON.readTree(answer.body())).isEqualTo(golden(file));
    }

    @Test
    void the_sdks_answers_are_as_written_down() throws IOException {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        String[] origin = {"Origin", "http://localhost:8080"};

        String connected = alice.get("/session?client_id=shop", origin).body();
        String ended = alice.send("DELETE", "/session?client_id=shop", origin).body();
        String nothing = alice.send("DELETE", "/session?client_id=shop", origin).body();
        String unknown = alice.get("/session?client_id=shop", origin).body();

        JsonNode golden = golden("session.json");
        String normalised = connected
                .replace(tokens.sid(), "SID")
                .replaceFirst("\"sub\":\"[^\"]+\"", "\"sub\":\"SUB\"")
                .replaceFirst("\"authTime\":\\d{10}", "\"authTime\":1")
                .replaceFirst("\"expiresAt\":\\d{10}", "\"expiresAt\":2")
                .replaceFirst("\"expiresIn\":7(200|199)\\b", "\"expiresIn\":7200");
        assertThat(JSON.readTree(normalised)).isEqualTo(golden.get("connected"));
        assertThat(JSON.readTree(ended)).isEqualTo(golden.get("ended"));
        assertThat(JSON.readTree(nothing)).isEqualTo(golden.get("nothingEnded"));
        assertThat(JSON.readTree(unknown)).isEqualTo(golden.get("unknown"));
    }

    private static JsonNode golden(String file) throws IOException {
        try (var content = Objects.requireNonNull(GoldenFileTests.class.getResourceAsStream("/golden/" + file))) {
            return JSON.readTree(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
