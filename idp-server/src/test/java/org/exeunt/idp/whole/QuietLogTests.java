package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The log has each event once, with what an operator asks first (fault D16). */
@ExtendWith(OutputCaptureExtension.class)
class QuietLogTests {

    @Test
    @DisplayName("A start, an address that does not exist, and the end of a session")
    void a_start_a_missing_page_and_a_logout(CapturedOutput output) {
        try (var server = RunningServer.start(TestDatabase.H2.freshUrl())) {
            await().untilAsserted(() -> assertThat(output)
                    .containsPattern(
                            "started: issuer=http://localhost:9000 database=jdbc:h2:file:\\S+ configured_clients=\\d+"
                                    + " configured_accounts=\\d+ signing_key_age_days=\\[0"));
            var alice = TestBrowser.signedIn(server, "alice");
            TestClient.SHOP.tokens(server, alice);
            int before = output.getAll().length();

            alice.get("/no-such-page");
            alice.send("GET", "/no-such-file.js", "Accept", "*/*");

            assertThat(lines(output, before))
                    .filteredOn(line -> line.matches(".* (WARN|ERROR|INFO) .*"))
                    .isEmpty();

            alice.get("/logout?client_id=shop");

            assertThat(lines(output, before))
                    .filteredOn(line -> line.contains("session ended"))
                    .singleElement()
                    .asString()
                    .containsPattern(
                            "session ended: sid=\\S{22} subject=\\S+ reason=user_logout way=redirect client=shop participants=1");
        }
    }

    @Test
    @DisplayName("A database that is away for a while: one line when it goes, one when it is back")
    void a_database_that_is_away(CapturedOutput output) throws IOException {
        Path data = Files.createTempDirectory("exeunt-postgres");
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .start();
        int port = postgres.getPort();
        try (var server = RunningServer.start(
                postgres.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.hikari.connection-timeout=300",
                "--exeunt.notifications.poll-interval=100ms",
                "--exeunt.session.sweep-interval=100ms")) {
            var alice = TestBrowser.signedIn(server, "alice");
            int before = output.getAll().length();
            postgres.close();
            for (int request = 0; request < 10; request++) {
                assertThat(alice.get(request % 2 == 0 ? "/devices" : "/logout?client_id=shop")
                                .statusCode())
                        .isEqualTo(503);
            }
            postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .start();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(output).contains("database available again: away_seconds="));

            assertThat(lines(output, before).stream()
                            .filter(line ->
                                    line.matches(".* (WARN|ERROR) .*org\\.exeunt.*|.* (WARN|ERROR) .*o\\.e\\..*")
                                            || line.startsWith("\tat "))
                            .toList())
                    .singleElement()
                    .asString()
                    .contains("database unavailable: cause=");
        } finally {
            postgres.close();
        }
    }

    private static List<String> lines(CapturedOutput output, int from) {
        return output.getAll().substring(from).lines().toList();
    }
}
