package org.exeunt.idp.authorization;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.text.ParseException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table of signing keys, shared by all nodes. Kept so that what was signed before a restart can still be proven ours:
 * an ID token comes back years later as a logout's {@code id_token_hint}.
 *
 * <p>Stored encrypted if there is a key for that, see {@link KeyEncryption}: whoever reads the table can sign nothing.
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

    private record Stored(int generation, String jwk) {}

    /**
     * Every key that we ever signed with; makes the first one if there is none, and encrypts those that an earlier version of
     * this program stored as they are.
     *
     * @throws UnusableKeyEncryption if one of them cannot be opened
     */
    JWKSet load() {
        List<JWK> keys = find();
        if (keys.isEmpty()) {
            insertFirst();
            keys = find();
        }
        return new JWKSet(keys);
    }

    private List<JWK> find() {
        return jdbc
                .sql("select generation, jwk from signing_key order by generation")
                .query((row, _) -> new Stored(row.getInt("generation"), row.getString("jwk")))
                .list()
                .stream()
                .map(this::open)
                .toList();
    }

    private JWK open(Stored stored) {
        if (KeyEncryption.isSealed(stored.jwk())) {
            return parse(encryption.open(stored.jwk()));
        }
        JWK key = parse(stored.jwk());
        if (!encryption.isOn()) {
            return key;
        }
        // Of two nodes that do so at once the second finds nothing to do.
        jdbc.sql("update signing_key set jwk = :sealed where generation = :generation and jwk = :jwk")
                .param("sealed", seal(key))
                .param("generation", stored.generation())
                .param("jwk", stored.jwk())
                .update();
        return key;
    }

    private String seal(JWK key) {
        return encryption.seal(key.getKeyID(), key.toJSONString());
    }

    private void insertFirst() {
        try {
            jdbc.sql("insert into signing_key (generation, jwk, created_at) values (1, :jwk, :createdAt)")
                    .param("jwk", seal(generate()))
                    .param("createdAt", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        } catch (DuplicateKeyException anotherNodeWasFaster) {
            // Then its key is ours too.
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

    private static JWK parse(String jwk) {
        try {
            return JWK.parse(jwk);
        } catch (ParseException damaged) {
            throw new IllegalStateException("the table signing_key holds something that is not a JWK", damaged);
        }
    }
}
