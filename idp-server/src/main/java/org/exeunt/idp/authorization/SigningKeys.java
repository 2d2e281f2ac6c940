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
 */
@Repository
class SigningKeys {

    private final JdbcClient jdbc;
    private final InstantSource clock;

    SigningKeys(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Every key that we ever signed with; makes the first one if there is none. */
    JWKSet load() {
        List<JWK> keys = find();
        if (keys.isEmpty()) {
            insertFirst();
            keys = find();
        }
        return new JWKSet(keys);
    }

    private List<JWK> find() {
        return jdbc.sql("select jwk from signing_key order by generation")
                .query((row, _) -> parse(row.getString("jwk")))
                .list();
    }

    private void insertFirst() {
        try {
            jdbc.sql("insert into signing_key (generation, jwk, created_at) values (1, :jwk, :createdAt)")
                    .param("jwk", generate().toJSONString())
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
