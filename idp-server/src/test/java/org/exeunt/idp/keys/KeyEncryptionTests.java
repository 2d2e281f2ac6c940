package org.exeunt.idp.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyEncryptionTests {

    private static final String JWK = "{\"kty\":\"RSA\",\"d\":\"secret\"}";

    private final SecureRandom random = new SecureRandom();
    private final String base64 = randomBase64();
    private final KeyEncryption encryption = new KeyEncryption(of(base64, null), random);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void an_encrypted_key_is_decrypted_by_the_same_key_and_reveals_nothing() {
        String sealed = encryption.seal("kid", JWK);

        assertThat(KeyEncryption.isSealed(sealed)).isTrue();
        assertThat(KeyEncryption.isSealed(JWK)).isFalse();
        assertThat(sealed).doesNotContain("secret", "RSA");
        assertThat(encryption.seal("kid", JWK)).isNotEqualTo(sealed);
        assertThat(new KeyEncryption(of(base64, null), random).open(sealed)).isEqualTo(JWK);
    }

    @Test
    void another_key_does_not_open_it_and_the_error_says_what_to_do() {
        String sealed = encryption.seal("kid", JWK);
        var other = new KeyEncryption(of(randomBase64(), null), random);

        assertThatThrownBy(() -> other.open(sealed))
                .isInstanceOfSatisfying(
                        UnusableKeyEncryptionException.class,
                        problem -> assertThat(problem.remedy()).contains("exeunt.keys.encryption-key", "signing_key"));
    }

    @Test
    void whatever_was_changed_is_not_opened_and_no_key_takes_the_place_of_another() {
        String[] sealed = encryption.seal("kid", JWK).split("\\.", -1);
        String[] other = encryption.seal("other", JWK).split("\\.", -1);

        for (int part = 1; part < sealed.length; part++) {
            String[] changed = sealed.clone();
            changed[part] = other[part];
            assertThatThrownBy(() -> encryption.open(String.join(".", changed)))
                    .as("part " + part)
                    .isInstanceOf(UnusableKeyEncryptionException.class);
        }
        for (String broken :
                new String[] {"A256GCM.", "A256GCM.a.b", "A256GCM.%.%.%", String.join(".", sealed) + "."}) {
            assertThatThrownBy(() -> encryption.open(broken))
                    .as(broken)
                    .isInstanceOf(UnusableKeyEncryptionException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64!", "c2hvcnQ=", "AAAAAAAAAAAAAAAAAAAAAA=="})
    void an_invalid_key_is_refused_without_being_repeated(String value) {
        assertThatThrownBy(() -> of(value, null))
                .isInstanceOfSatisfying(UnusableKeyEncryptionException.class, problem -> {
                    assertThat(problem.remedy()).contains("openssl rand -base64 32");
                    assertThat(problem.getMessage()).doesNotContain(value);
                });
        assertThatThrownBy(() -> of(null, folder.resolve("missing")))
                .isInstanceOf(UnusableKeyEncryptionException.class);
    }

    @Test
    void a_file_holds_the_key_too() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), base64 + "\n");

        assertThat(of(null, file)).isEqualTo(of(base64, null));
    }

    @Test
    void beside_an_embedded_database_a_file_is_made_that_only_its_owner_reads_and_then_kept() throws IOException {
        Path file = folder.resolve("data/exeunt.key");
        String database = "jdbc:h2:file:" + folder.resolve("data/exeunt") + ";USER=sa;WRITE_DELAY=0";

        SecretKey made = of("", null, database);

        assertThat(made).isNotNull();
        assertThat(of(null, null, database)).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var left = Files.list(folder.resolve("data"))) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void without_a_key_a_database_server_holds_them_as_they_are_and_what_was_sealed_stays_shut() {
        var off = new KeyEncryption(of(null, null), random);

        assertThat(off.isOn()).isFalse();
        assertThat(off.seal("kid", JWK)).isEqualTo(JWK);
        String sealed = encryption.seal("kid", JWK);
        assertThatThrownBy(() -> off.open(sealed)).isInstanceOf(UnusableKeyEncryptionException.class);
    }

    @Test
    void the_key_does_not_show_in_a_log() {
        assertThat(properties(base64, null).toString()).doesNotContain(base64);
    }

    private @Nullable SecretKey of(@Nullable String key, @Nullable Path file) {
        return of(key, file, "jdbc:postgresql://localhost/exeunt");
    }

    private @Nullable SecretKey of(@Nullable String key, @Nullable Path file, String databaseUrl) {
        return KeyEncryptionKey.of(properties(key, file), databaseUrl, random).orElse(null);
    }

    private String randomBase64() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static KeyProperties properties(@Nullable String key, @Nullable Path file) {
        return new KeyProperties(key, file, Duration.ofDays(90), Duration.ofDays(1));
    }
}
