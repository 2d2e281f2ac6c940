package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.exeunt.idp.logout.LogoutProblem;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type of a problem document is the address of a page that explains it. */
class ProblemPagesTests {

    /** How our code says a type: in a document of its own, or by its key, literally or as one of ours. */
    private static final List<Pattern> TYPES = List.of(
            Pattern.compile("/problems/([a-z-]+)\""),
            Pattern.compile("Problems\\.\\w+\\(\\s*HttpStatus\\.\\w+,\\s*\"([a-z-]+)\""));

    private static final Pattern OURS =
            Pattern.compile("problem\\(\\s*(?:HttpStatus\\.\\w+,\\s*)?LogoutProblem\\.(\\w+)");

    private final RunningServer server = RunningServer.shared(TestDatabase.H2);
    private final TestBrowser nobody = new TestBrowser(server);

    @ParameterizedTest
    @MethodSource("types")
    @DisplayName("RFC 9457: the type of a problem leads to a page, in each language, for everybody")
    void every_type_has_a_page(String type) {
        HttpResponse<String> english = nobody.get("/problems/" + type, "Accept-Language", "en");
        HttpResponse<String> norwegian = nobody.get("/problems/" + type, "Accept-Language", "nb");

        assertThat(english.statusCode()).isEqualTo(200);
        assertThat(english.body()).contains("A program was given this address");
        assertThat(norwegian.statusCode()).isEqualTo(200);
        assertThat(norwegian.body()).contains("Et program fikk denne adressen");
    }

    @Test
    @DisplayName("RFC 9457: what the server really answers names such a page")
    void answers_name_their_page() {
        var alice = TestBrowser.signedIn(server, "alice");
        List<HttpResponse<String>> answers = List.of(
                nobody.get("/api/auth/sessions"),
                nobody.get("/session?client_id=shop"),
                nobody.get("/session?client_id=shop", "Origin", "https://evil.example"),
                alice.send("DELETE", "/api/auth/sessions/AAAAAAAAAAAAAAAAAAAAAA"),
                alice.send("DELETE", "/api/auth/sessions?scope=most"),
                nobody.send("POST", "/auth/refresh"));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(TestBrowser.header(answer, "Content-Type")).startsWith("application/problem+json");
            assertThat(nobody.get(TestClient.json(answer, "type")).statusCode()).isEqualTo(200);
        });
    }

    @Test
    @DisplayName("RFC 9457: so does what is answered where no controller did, also with the database away")
    void answers_without_a_controller_name_their_page() {
        var alice = TestBrowser.signedIn(server, "alice");
        String[] program = {
            "Accept",
            "application/json",
            "Authorization",
            "Bearer " + TestClient.SHOP.tokens(server, alice).access()
        };
        Map<String, HttpResponse<String>> answers = new LinkedHashMap<>();
        answers.put("nothing-here", alice.get("/nowhere", program));
        answers.put("unsupported-method", nobody.get("/auth/logout", program));
        answers.put("unusable-request", nobody.postJson("/api/push-tokens", "{", program));
        answers.put("unsupported-body", nobody.post("/api/push-tokens", "token=x", program));
        server.faults().failAtStatement(1);
        answers.put("temporarily-unavailable", alice.get("/api/auth/sessions", program));
        server.faults().heal();

        answers.forEach((key, answer) -> {
            assertThat(TestBrowser.header(answer, "Content-Type")).as(key).isEqualTo("application/problem+json");
            assertThat(TestClient.json(answer, "type")).isEqualTo("/problems/" + key);
            assertThat(TestClient.json(answer, "correlationId")).as(key).isNotBlank();
            assertThat(answer.body()).as(key).doesNotContain("\"properties\"", "null");
            assertThat(nobody.get("/problems/" + key).statusCode()).as(key).isEqualTo(200);
        });
    }

    @Test
    @DisplayName("A type that is not ours has no page, whatever it looks like")
    void other_types_have_none() {
        for (String type : List.of("free-beer", "program", "..", "x.title", "%7B0%7D", "not-signed-out.title")) {
            assertThat(nobody.get("/problems/" + type).statusCode()).as(type).isNotEqualTo(200);
        }
    }

    static Set<String> types() throws IOException {
        Set<String> types = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(ProblemPagesTests::read)
                    .forEach(source -> {
                        assertThat(source).doesNotContain("urn:exeunt:problem");
                        TYPES.forEach(
                                type -> type.matcher(source).results().forEach(found -> types.add(found.group(1))));
                        OURS.matcher(source)
                                .results()
                                .forEach(found -> types.add(
                                        LogoutProblem.valueOf(found.group(1)).key()));
                    });
        }
        assertThat(types).hasSizeGreaterThan(7).contains("not-signed-out", "unknown-scope", "unknown-session");
        return types;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
