package org.exeunt.demo.backchannel;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.exeunt.demo.StubServer;
import org.exeunt.demo.TestBrowser;
import org.exeunt.demo.TestDemo;
import org.exeunt.demo.TestLogoutToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Shop as several processes would be: started again, and twice at once. */
class NodesTests {

    private final StubServer server = TestDemo.server();
    private final int port = TestDemo.freePort();
    private final String shop = "http://localhost:" + port;

    @Test
    void people_stay_signed_in_over_a_restart_and_can_still_be_signed_out(@TempDir Path folder) {
        String database = "jdbc:h2:file:" + folder.resolve("shop") + ";USER=sa;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        TestBrowser alice;
        try (var _ = TestDemo.start(port, database)) {
            alice = TestBrowser.signedIn(shop);
        }

        try (var _ = TestDemo.start(port, database)) {
            assertThat(alice.open(shop + "/").has("who")).isTrue();
            assertThat(new TestNotifier(shop).post(server.logoutToken()).statusCode())
                    .isEqualTo(200);
            assertThat(alice.open(shop + "/").has("who")).isFalse();
        }
    }

    @Test
    void one_node_ends_what_another_began_and_knows_what_another_was_told() throws IOException {
        int otherPort = TestDemo.freePort();
        try (var postgres = EmbeddedPostgres.start();
                var _ = node(port, postgres);
                var _ = node(otherPort, postgres)) {
            TestBrowser alice = TestBrowser.signedIn(shop);
            TestLogoutToken token = server.logoutToken();

            int told = new TestNotifier("http://localhost:" + otherPort)
                    .post(token)
                    .statusCode();
            int toldAgain = new TestNotifier(shop).post(token).statusCode();

            assertThat(told).isEqualTo(200);
            assertThat(toldAgain).isEqualTo(400);
            assertThat(alice.open(shop + "/").has("signed-out-by-back-channel")).isTrue();
        }
    }

    @Test
    void a_node_that_cannot_read_the_keys_asks_to_be_told_later(@TempDir Path folder) {
        String database = "jdbc:h2:file:" + folder.resolve("shop") + ";USER=sa";
        try (var _ = TestDemo.start(port, database)) {
            TestBrowser.signedIn(shop);
            TestLogoutToken token = server.logoutToken();
            server.failing();

            int tooEarly = new TestNotifier(shop).post(token).statusCode();

            // Not 400, which would be the last word.
            assertThat(tooEarly).isEqualTo(503);
        }
    }

    private static ConfigurableApplicationContext node(int port, EmbeddedPostgres postgres) {
        return TestDemo.start(port, postgres.getJdbcUrl("postgres", "postgres"));
    }
}
