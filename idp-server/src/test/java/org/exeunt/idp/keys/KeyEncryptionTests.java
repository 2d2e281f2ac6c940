package org.exeunt.idp.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
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
        String sealed = encryption.seal(1, JWK);

        assertThat(KeyEncryption.isSealed(sealed)).isTrue();
        assertThat(KeyEncryption.isSealed(JWK)).isFalse();
        assertThat(sealed).doesNotContain("secret", "RSA");
        assertThat(encryption.seal(1, JWK)).isNotEqualTo(sealed);
        assertThat(new KeyEncryption(of(base64, null), random).open(1, sealed)).isEqualTo(JWK);
    }

    @Test
    void another_key_does_not_open_it_and_the_error_says_what_to_do() {
        String sealed = encryption.seal(1, JWK);
        var other = new KeyEncryption(of(randomBase64(), null), random);

        assertThatThrownBy(() -> other.open(1, sealed))
                .isInstanceOfSatisfying(
                        UnusableKeyEncryptionException.class,
                        problem -> assertThat(problem.remedy()).contains("exeunt.keys.encryption-key", "signing_key"));
    }

    @Test
    void whatever_was_changed_is_not_opened_and_no_key_takes_the_place_of_another() {
        String[] sealed = encryption.seal(1, JWK).split("\\.", -1);
        String[] other = encryption.seal(2, JWK).split("\\.", -1);

        for (int part = 1; part < sealed.length; part++) {
            String[] changed = sealed.clone();
            changed[part] = other[part];
            assertThatThrownBy(() -> encryption.open(1, String.join(".", changed)))
                    .as("part " + part)
                    .isInstanceOf(UnusableKeyEncryptionException.class);
        }
        for (String broken :
                new String[] {"A256GCM.", "A256GCM.a.b", "A256GCM.%.%.%", String.join(".", sealed) + "."}) {
            assertThatThrownBy(() -> encryption.open(1, broken))
                    .as(broken)
                    .isInstanceOf(UnusableKeyEncryptionException.class);
        }
    }

    @Test // A11
    void a_key_opens_in_its_own_row_only_whatever_the_stored_text_says() {
        String sealed = encryption.seal(1, JWK);
        String labelled = sealed.replace(label(1), label(2));

        assertThat(labelled).isNotEqualTo(sealed);
        for (String moved : new String[] {sealed, labelled}) {
            assertThatThrownBy(() -> encryption.open(2, moved)).isInstanceOf(UnusableKeyEncryptionException.class);
        }
        assertThatThrownBy(() -> encryption.open(1, labelled)).isInstanceOf(UnusableKeyEncryptionException.class);
    }

    @Test // A11
    void a_key_in_clear_is_refused_with_words_once_there_is_an_encryption_key() {
        assertThatThrownBy(() -> encryption.open(2, JWK))
                .isInstanceOfSatisfying(UnusableKeyEncryptionException.class, problem -> {
                    assertThat(problem).hasMessageContaining("generation 2").hasMessageContaining("in clear");
                    assertThat(problem.remedy()).contains("exeunt.keys.encrypt-clear-keys=true", "delete the row");
                    assertThat(problem.getMessage() + problem.remedy()).doesNotContain("secret");
                });
        assertThat(new KeyEncryption(null, random).open(2, JWK)).isEqualTo(JWK);
    }

    @Test // A11
    void a_key_that_an_earlier_version_encrypted_is_opened_as_such_alone() {
        assertThat(KeyEncryption.isSealedForARow(encryption.seal(1, JWK))).isTrue();
        String earlier = sealedByAnEarlierVersion("6a1f", JWK);

        assertThat(KeyEncryption.isSealed(earlier)).isTrue();
        assertThat(KeyEncryption.isSealedForARow(earlier)).isFalse();
        assertThat(encryption.openOfEarlierVersion(1, earlier)).isEqualTo(JWK);
        assertThatThrownBy(() -> encryption.open(1, earlier)).isInstanceOf(UnusableKeyEncryptionException.class);
    }

    private static String label(int generation) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(("generation " + generation).getBytes(UTF_8));
    }

    /** The format of before: the additional authenticated data are the key id, which the stored text says itself. */
    private String sealedByAnEarlierVersion(String kid, String jwk) {
        byte[] nonce = new byte[12];
        random.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, of(base64, null), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(kid.getBytes(UTF_8));
            Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
            return String.join(
                    ".",
                    "A256GCM",
                    encoder.encodeToString(kid.getBytes(UTF_8)),
                    encoder.encodeToString(nonce),
                    encoder.encodeToString(cipher.doFinal(jwk.getBytes(UTF_8))));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
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
        assertThat(off.seal(1, JWK)).isEqualTo(JWK);
        String sealed = encryption.seal(1, JWK);
        assertThatThrownBy(() -> off.open(1, sealed)).isInstanceOf(UnusableKeyEncryptionException.class);
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
        return new KeyProperties(key, file, false, Duration.ofDays(90), Duration.ofDays(1));
    }
}
