package org.exeunt.idp.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The table of signing keys, shared by all nodes. Keys are kept so that signatures from before a restart can be
 * verified: an ID token comes back years later as {@code id_token_hint} of a logout.
 *
 * <p>Encrypted at rest if a key is configured, see {@link KeyEncryption}.
 */
@Repository
class SigningKeys {

    private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final KeyEncryption encryption;
    private final TransactionOperations transaction;

    SigningKeys(JdbcClient jdbc, InstantSource clock, KeyEncryption encryption, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
        this.encryption = encryption;
    }

    private record Stored(int generation, String jwk, Instant createdAt) {}

    /**
     * All current and former keys, the oldest first.
     *
     * @throws UnusableKeyEncryptionException if one of them cannot be decrypted, or is in clear although keys are encrypted
     */
    List<SigningKey> all() {
        return stored().stream()
                .map(stored -> new SigningKey(
                        stored.generation(),
                        parse(encryption.open(stored.generation(), stored.jwk())),
                        stored.createdAt()))
                .toList();
    }

    private List<Stored> stored() {
        return jdbc.sql("select generation, jwk, created_at from signing_key order by generation")
                .query((row, _) -> new Stored(
                        row.getInt("generation"),
                        row.getString("jwk"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Makes the key of a generation, unless another node was faster, whose key is used then. */
    void add(int generation) {
        try {
            jdbc.sql("insert into signing_key (generation, jwk, created_at) values (:generation, :jwk, :createdAt)")
                    .param("generation", generation)
                    .param("jwk", encryption.seal(generation, generate().toJSONString()))
                    .param(
                            "createdAt",
                            clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                    .update();
        } catch (DuplicateKeyException anotherNodeWasFaster) {
            // Another node inserted it.
        }
    }

    /**
     * Encrypts for its row what is stored otherwise. Only at a start, and only if no key was encrypted for its row yet: a key that is in
     * clear, or from an earlier version, beside such keys is refused by {@link #all}.
     *
     * @param keysInClear whether keys in clear are encrypted too, if no key is encrypted in any way
     * @throws UnusableKeyEncryptionException if a key of an earlier version cannot be decrypted
     */
    void encryptStored(boolean keysInClear) {
        // One transaction: a node that starts meanwhile sees all keys as they were, or all encrypted.
        transaction.executeWithoutResult(_ -> {
            List<Stored> stored = stored();
            if (!encryption.isOn() || stored.stream().anyMatch(key -> KeyEncryption.isSealedForARow(key.jwk()))) {
                return;
            }
            boolean anyEncrypted = stored.stream().anyMatch(key -> KeyEncryption.isSealed(key.jwk()));
            for (Stored key : stored) {
                if (KeyEncryption.isSealed(key.jwk())) {
                    encrypt(key, encryption.openOfEarlierVersion(key.generation(), key.jwk()));
                } else if (keysInClear && !anyEncrypted) {
                    encrypt(key, key.jwk());
                }
            }
        });
    }

    private void encrypt(Stored key, String jwk) {
        // Of two nodes that do this at once, the second updates no row.
        int updated = jdbc.sql("update signing_key set jwk = :sealed where generation = :generation and jwk = :jwk")
                .param("sealed", encryption.seal(key.generation(), parse(jwk).toJSONString()))
                .param("generation", key.generation())
                .param("jwk", key.jwk())
                .update();
        if (updated == 1) {
            log.info("signing key encrypted: generation={}", key.generation());
        }
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException("every Java platform makes RSA keys", impossible);
        }
    }

    private static RSAKey parse(String jwk) {
        try {
            return RSAKey.parse(jwk);
        } catch (ParseException damaged) {
            throw new IllegalStateException("the table signing_key holds something that is not an RSA key", damaged);
        }
    }
}
