package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.exeunt.idp.keys.SigningKeyCache;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The keys that sign ID tokens and logout tokens, as they lie in the database. */
class KeysAtRestTests {

    private static final String OTHER_KEY = "--exeunt.keys.encryption-key=" + "A".repeat(43) + "=";

    private final String url = TestDatabase.H2.freshUrl();

    @Test
    @DisplayName(
            "Invariant 8: a copy of the database signs nothing: its keys are encrypted under a key that is not in it")
    void a_copy_of_the_database_signs_nothing() {
        try (var server = RunningServer.start(url)) {
            List<String> stored = server.column("signing_key", "jwk");

            assertThat(stored)
                    .hasSize(1)
                    .allSatisfy(key -> assertThat(key).startsWith("A256GCM.").doesNotContain("{", "RSA"));
        }
        assertThatThrownBy(() -> RunningServer.start(url, OTHER_KEY).close())
                .hasStackTraceContaining("stored under another key-encryption key");
    }

    @Test
    @DisplayName(
            "Keys that an earlier version stored in the clear are encrypted at the first start, and go on proving hints")
    void keys_in_the_clear_are_encrypted_at_the_first_start() {
        String published;
        TestBrowser alice;
        Tokens tokens;
        try (var server = RunningServer.start(url)) {
            String clear = server.bean(SigningKeyCache.class).signing().toJSONString();
            server.jdbc()
                    .sql("update signing_key set jwk = :jwk")
                    .param("jwk", clear)
                    .update();
            published = new TestBrowser(server).get("/oauth2/jwks").body();
            alice = TestBrowser.signedIn(server, "alice");
            tokens = TestClient.SHOP.tokens(server, alice);
        }

        try (var server = RunningServer.start(url)) {
            var browser = alice.copyFor(server);

            assertThat(server.column("signing_key", "jwk")).allMatch(key -> key.startsWith("A256GCM."));
            assertThat(browser.get("/oauth2/jwks").body()).isEqualTo(published);
            browser.get("/connect/logout?id_token_hint=" + tokens.id());
            assertThat(browser.isSignedIn()).isFalse();
        }
    }

    @Test
    @DisplayName("Without a key for them the keys are stored as they are, and sealed as soon as there is one")
    void keys_are_sealed_when_a_key_comes() {
        String databaseServer = TestDatabase.POSTGRESQL.freshUrl();
        try (var server = RunningServer.start(databaseServer, "--exeunt.keys.encryption-key=")) {
            assertThat(server.column("signing_key", "jwk")).allMatch(key -> key.startsWith("{"));
        }
        try (var server = RunningServer.start(databaseServer)) {
            assertThat(server.column("signing_key", "jwk")).allMatch(key -> key.startsWith("A256GCM."));
        }
    }
}
