package org.exeunt.idp.keys;

import static org.assertj.core.api.Assertions.assertThat;

import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Hashes that only the holder of the key can make. */
class KeyedHashTests {

    private final KeyedHash hash = new KeyedHash(new SecretKeySpec(new byte[32], "AES"));

    @Test
    void without_a_key_there_is_no_hash() {
        assertThat(new KeyedHash(null).of("test", "text")).isEmpty();
        assertThat(new KeyedHash(null).isAvailable()).isFalse();
    }

    @Test
    void the_same_texts_have_the_same_hash() {
        assertThat(hash.of("test", "a", "b")).isPresent().isEqualTo(hash.of("test", "a", "b"));
    }

    @Test
    void another_key_purpose_text_or_division_has_another_hash() {
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;

        assertThat(hash.of("test", "a", "b"))
                .isNotEqualTo(new KeyedHash(new SecretKeySpec(otherKey, "AES")).of("test", "a", "b"))
                .isNotEqualTo(hash.of("other", "a", "b"))
                .isNotEqualTo(hash.of("test", "a", "c"))
                .isNotEqualTo(hash.of("test", "ab"))
                .isNotEqualTo(hash.of("test", "a", "b", ""));
    }
}
