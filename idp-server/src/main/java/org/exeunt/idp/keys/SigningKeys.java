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
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table of signing keys, shared by all nodes. Keys are kept so that signatures from before a restart can be
 * verified: an ID token comes back years later as {@code id_token_hint} of a logout.
 *
 * <p>Encrypted at rest if a key is configured, see {@link KeyEncryption}.
 */
@Repository
class SigningKeys {

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final KeyEncryption encryption;

    SigningKeys(JdbcClient jdbc, InstantSource clock, KeyEncryption encryption) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.encryption = encryption;
    }

    private record Stored(int generation, String jwk, Instant createdAt) {}

    /**
     * All current and former keys, the oldest first; encrypts those that are stored in clear.
     *
     * @throws UnusableKeyEncryptionException if one of them cannot be decrypted
     */
    List<SigningKey> all() {
        return jdbc
                .sql("select generation, jwk, created_at from signing_key order by generation")
                .query((row, _) -> new Stored(
                        row.getInt("generation"),
                        row.getString("jwk"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()))
                .list()
                .stream()
                .map(stored -> new SigningKey(stored.generation(), open(stored), stored.createdAt()))
                .toList();
    }

    /** Makes the key of a generation, unless another node was faster, whose key is used then. */
    void add(int generation) {
        try {
            jdbc.sql("insert into signing_key (generation, jwk, created_at) values (:generation, :jwk, :createdAt)")
                    .param("generation", generation)
                    .param("jwk", seal(generate()))
                    .param(
                            "createdAt",
                            clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                    .update();
        } catch (DuplicateKeyException anotherNodeWasFaster) {
            // Another node inserted it.
        }
    }

    private RSAKey open(Stored stored) {
        if (KeyEncryption.isSealed(stored.jwk())) {
            return parse(encryption.open(stored.jwk()));
        }
        RSAKey key = parse(stored.jwk());
        if (!encryption.isOn()) {
            return key;
        }
        // Of two nodes that do this at once, the second updates no row.
        jdbc.sql("update signing_key set jwk = :sealed where generation = :generation and jwk = :jwk")
                .param("sealed", seal(key))
                .param("generation", stored.generation())
                .param("jwk", stored.jwk())
                .update();
        return key;
    }

    private String seal(RSAKey key) {
        return encryption.seal(key.getKeyID(), key.toJSONString());
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
