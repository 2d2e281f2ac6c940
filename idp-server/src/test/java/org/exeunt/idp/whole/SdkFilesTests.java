package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of the SDK as browsers get them. */
class SdkFilesTests {

    private final RunningServer server = RunningServer.shared(TestDatabase.H2);

    @ParameterizedTest
    @CsvSource({"session.js,2048", "spid.js,1024"})
    @DisplayName("System A: the SDK takes at most 2 kB on its way, the old names at most 1 kB more")
    void small_on_the_wire(String file, int most) throws Exception {
        HttpResponse<byte[]> answer = get("/sdk/v1/" + file, "gzip");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/javascript");
        assertThat(answer.body()).hasSizeLessThanOrEqualTo(most);
    }

    /**
     * Whoever changes a file after it was published must give the new one a version, a folder and a line of its own; pages
     * that ask for the old one by its hash would break otherwise.
     */
    @ParameterizedTest
    @CsvSource({"session.js", "spid.js"})
    @DisplayName("System A: a version of the SDK is at a path where it never changes, and its hash is written down")
    void a_version_never_changes(String file) throws Exception {
        String written = TestClient.json(new TestBrowser(server).get("/sdk/v1/integrity.json"), file);

        HttpResponse<byte[]> pinned = get("/sdk/1.0.0/" + file, "identity");
        HttpResponse<byte[]> newest = get("/sdk/v1/" + file, "identity");

        assertThat(written).isEqualTo(integrity(pinned.body()));
        assertThat(pinned.body()).isEqualTo(newest.body());
        assertThat(pinned.headers().firstValue("Cache-Control")).contains("max-age=31536000, public, immutable");
        assertThat(newest.headers().firstValue("Cache-Control")).contains("max-age=3600, public");
        assertThat(pinned.headers().firstValue("Cross-Origin-Resource-Policy")).contains("cross-origin");
    }

    @Test
    void answers_that_hold_secrets_are_not_compressed() throws Exception {
        for (String path : new String[] {"/login", "/session?client_id=shop", "/.well-known/openid-configuration"}) {
            assertThat(get(path, "gzip").headers().firstValue("Content-Encoding"))
                    .as(path)
                    .isEmpty();
        }
    }

    @Test
    void the_types_tell_of_every_event_and_every_code() throws Exception {
        String module = new String(get("/sdk/v1/session.js", "identity").body(), StandardCharsets.UTF_8);
        String types = new String(get("/sdk/v1/session.d.ts", "identity").body(), StandardCharsets.UTF_8);

        for (String word :
                ("login logout userChange statusChange sessionChange notLoggedin sessionInit cleared expiring"
                                + " error unreachable timeout origin_not_allowed server_error clear_failed")
                        .split(" ", -1)) {
            assertThat(module).contains("'" + word + "'");
            assertThat(types).contains("'" + word + "'");
        }
    }

    private HttpResponse<byte[]> get(String path, String encoding) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(server.url(path))
                            .header("Accept-Encoding", encoding)
                            .build(),
                    BodyHandlers.ofByteArray());
        }
    }

    private static String integrity(byte[] file) throws NoSuchAlgorithmException {
        return "sha384-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-384").digest(file));
    }
}
