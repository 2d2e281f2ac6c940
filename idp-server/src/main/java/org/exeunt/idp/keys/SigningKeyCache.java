package org.exeunt.idp.keys;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * A cache of the signing keys, refreshed once a minute, so that neither a signature nor the JWK set needs a query.
 *
 * <p>A new key is published for {@code exeunt.keys.publish-before-use} before it signs: by then every node and every
 * relying party that caches our keys has it. The old ones stay published (OpenID Connect Core 1.0, section 10.1.1),
 * since ID tokens come back as hints.
 */
@Component
public class SigningKeyCache {

    private static final Logger log = LoggerFactory.getLogger(SigningKeyCache.class);

    private final SigningKeys table;
    private final KeyProperties properties;
    private final InstantSource clock;

    private volatile Known known;

    /** @param keys the oldest first, at least one */
    private record Known(List<SigningKey> keys, JWKSet published) {

        static Known of(List<SigningKey> keys) {
            return new Known(
                    keys,
                    new JWKSet(keys.stream()
                            .<JWK>map(key -> key.key().toPublicJWK())
                            .toList()));
        }
    }

    SigningKeyCache(SigningKeys table, KeyProperties properties, InstantSource clock) {
        this.table = table;
        this.properties = properties;
        this.clock = clock;
        table.encryptStored(properties.encryptClearKeys());
        this.known = Known.of(lookUp());
    }

    /** The key that signs at this moment, with its private half. */
    public RSAKey signing() {
        List<SigningKey> keys = known.keys();
        Instant latest = clock.instant().minus(properties.publishBeforeUse());
        return keys.reversed().stream()
                .filter(key -> !key.createdAt().isAfter(latest))
                .findFirst()
                .orElse(keys.getFirst())
                .key();
    }

    /** When the keys were made, the oldest first. */
    public List<Instant> createdAt() {
        return known.keys().stream().map(SigningKey::createdAt).toList();
    }

    /** The public halves of all keys, the oldest first. */
    public JWKSet published() {
        return known.published();
    }

    /** Reads the keys again, and makes a new one if the latest is due for rotation, unless another node did. */
    public void renew() {
        known = Known.of(lookUp());
    }

    private List<SigningKey> lookUp() {
        List<SigningKey> stored = table.all();
        if (stored.isEmpty()) {
            table.add(1);
            return table.all();
        }
        SigningKey latest = stored.getLast();
        Instant replaceAt = latest.createdAt().plus(properties.rotateAfter());
        if (clock.instant().isBefore(replaceAt)) {
            return stored;
        }
        table.add(latest.generation() + 1);
        List<SigningKey> withTheNew = table.all();
        SigningKey added = withTheNew.getLast();
        log.info(
                "a new signing key is published: kid={} generation={} signs-from={}",
                added.key().getKeyID(),
                added.generation(),
                added.createdAt().plus(properties.publishBeforeUse()));
        return withTheNew;
    }
}
