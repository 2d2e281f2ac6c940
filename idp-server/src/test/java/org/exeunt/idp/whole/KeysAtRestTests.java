package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.exeunt.idp.keys.SigningKeyCache;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The keys that sign ID tokens and logout tokens, as they lie in the database. */
class KeysAtRestTests {

    private static final String OTHER_KEY = "--exeunt.keys.encryption-key=" + "A".repeat(43) + "=";

    private static final String ENCRYPT = "--exeunt.keys.encrypt-clear-keys=true";

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

    @Test // A11
    @DisplayName(
            "Keys in clear are encrypted at a start that is told so, and go on proving hints; any other start refuses them")
    void keys_in_clear_are_encrypted_at_a_start_that_is_told_so() {
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

        assertThatThrownBy(() -> RunningServer.start(url).close())
                .hasStackTraceContaining("is in the database in clear, although a key-encryption key is configured");
        try (var server = RunningServer.start(url, ENCRYPT)) {
            var browser = alice.copyFor(server);

            assertThat(server.column("signing_key", "jwk")).allMatch(key -> key.startsWith("A256GCM."));
            assertThat(browser.get("/oauth2/jwks").body()).isEqualTo(published);
            browser.get("/connect/logout?id_token_hint=" + tokens.id());
            assertThat(browser.isSignedIn()).isFalse();
        }
    }

    @Test
    @DisplayName(
            "Without a key for them the keys are stored in clear, and encrypted at the first start with one that is told so")
    void keys_are_encrypted_when_a_key_comes() {
        String databaseServer = TestDatabase.POSTGRESQL.freshUrl();
        try (var server = RunningServer.start(databaseServer, "--exeunt.keys.encryption-key=")) {
            assertThat(server.column("signing_key", "jwk")).allMatch(key -> key.startsWith("{"));
        }
        try (var server = RunningServer.start(databaseServer, ENCRYPT)) {
            assertThat(server.column("signing_key", "jwk")).allMatch(key -> key.startsWith("A256GCM."));
        }
        try (var server = RunningServer.start(databaseServer)) {
            assertThat(server.column("signing_key", "jwk")).hasSize(1);
        }
    }

    @Test // A11
    void a_key_that_someone_adds_in_clear_is_refused_by_a_running_server_and_at_each_start() throws JOSEException {
        RSAKey planted = new RSAKeyGenerator(2048).keyID("planted").generate();
        try (var server = RunningServer.start(url)) {
            String published = new TestBrowser(server).get("/oauth2/jwks").body();
            insert(server, 2, planted.toJSONString());

            assertThatThrownBy(() -> server.bean(SigningKeyCache.class).renew())
                    .hasMessageContaining("The signing key of generation 2 is in the database in clear");
            assertThat(new TestBrowser(server).get("/oauth2/jwks").body())
                    .isEqualTo(published)
                    .doesNotContain("planted");
            assertThat(server.column("signing_key where generation = 2", "jwk"))
                    .as("not encrypted either, which would make it one of the server's")
                    .containsExactly(planted.toJSONString());
        }
        assertThatThrownBy(() -> RunningServer.start(url).close())
                .hasStackTraceContaining("generation 2 is in the database");
        assertThatThrownBy(() -> RunningServer.start(url, ENCRYPT).close())
                .as("the server has encrypted keys already")
                .hasStackTraceContaining("generation 2 is in the database");
    }

    @Test // A11
    void an_encrypted_key_is_refused_in_another_row() {
        try (var server = RunningServer.start(url)) {
            String stored = server.column("signing_key", "jwk").getFirst();
            insert(server, 2, stored);

            assertThatThrownBy(() -> server.bean(SigningKeyCache.class).renew())
                    .hasMessageContaining("The signing key of generation 2 in the database cannot be opened");
            server.jdbc().sql("delete from signing_key where generation = 1").update();
        }
        assertThatThrownBy(() -> RunningServer.start(url).close())
                .hasStackTraceContaining("The signing key of generation 2 in the database cannot be opened");
    }

    @Test // A11
    void keys_that_an_earlier_version_encrypted_are_opened_and_encrypted_again_for_their_rows_once()
            throws GeneralSecurityException {
        String earlier;
        String published;
        try (var server = RunningServer.start(url)) {
            earlier = encryptedByAnEarlierVersion(
                    server.bean(SigningKeyCache.class).signing());
            server.jdbc()
                    .sql("update signing_key set jwk = :jwk")
                    .param("jwk", earlier)
                    .update();
            published = new TestBrowser(server).get("/oauth2/jwks").body();
        }
        try (var server = RunningServer.start(url)) {
            assertThat(new TestBrowser(server).get("/oauth2/jwks").body()).isEqualTo(published);
            assertThat(server.column("signing_key", "jwk"))
                    .singleElement()
                    .asString()
                    .startsWith("A256GCM.")
                    .isNotEqualTo(earlier);
            insert(server, 2, earlier);

            assertThatThrownBy(() -> server.bean(SigningKeyCache.class).renew())
                    .hasMessageContaining("The signing key of generation 2 in the database cannot be opened");
        }
    }

    @Test // A11
    void a_key_in_clear_beside_keys_that_an_earlier_version_encrypted_is_refused() throws GeneralSecurityException {
        try (var server = RunningServer.start(url)) {
            RSAKey key = server.bean(SigningKeyCache.class).signing();
            server.jdbc()
                    .sql("update signing_key set jwk = :jwk")
                    .param("jwk", encryptedByAnEarlierVersion(key))
                    .update();
            insert(server, 2, key.toJSONString());
        }
        assertThatThrownBy(() -> RunningServer.start(url, ENCRYPT).close())
                .hasStackTraceContaining("The signing key of generation 2 is in the database in clear");
    }

    private static void insert(RunningServer server, int generation, String jwk) {
        server.jdbc()
                .sql(
                        "insert into signing_key (generation, jwk, created_at) values (:generation, :jwk, current_timestamp)")
                .param("generation", generation)
                .param("jwk", jwk)
                .update();
    }

    /** Under the key of all test servers; the additional authenticated data are the key id, which the stored text says itself. */
    private static String encryptedByAnEarlierVersion(RSAKey key) throws GeneralSecurityException {
        byte[] nonce = new byte[12];
        byte[] kid = key.getKeyID().getBytes(UTF_8);
        byte[] encryptionKey = Base64.getDecoder().decode("for+tests+only+for+tests+only+for+tests+onk=");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(encryptionKey, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(kid);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return String.join(
                ".",
                "A256GCM",
                base64.encodeToString(kid),
                base64.encodeToString(nonce),
                base64.encodeToString(cipher.doFinal(key.toJSONString().getBytes(UTF_8))));
    }
}
