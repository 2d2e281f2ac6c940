package org.exeunt.idp.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.exeunt.idp.secret.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Keyed hashes of values that can be guessed, such as an address: equal values can be compared, and a hash reveals
 * nothing without the key. The key is configured, or generated at the first use and stored in a table for all nodes.
 */
@Repository
public class DeviceHashes {

    private static final String ALGORITHM = "HmacSHA256";

    private final JdbcClient jdbc;
    private final SessionProperties properties;
    private final InstantSource clock;
    private final SecureRandom random;
    private final AtomicReference<@Nullable String> known = new AtomicReference<>();

    DeviceHashes(JdbcClient jdbc, SessionProperties properties, InstantSource clock, SecureRandom random) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
        this.random = random;
    }

    /** HMAC-SHA256 of the value in UTF-8, in base64url without padding: 43 characters. */
    public String of(String value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", impossible);
        }
    }

    private String key() {
        String configured = properties.session().deviceKey();
        if (configured != null) {
            return configured;
        }
        String kept = known.get();
        if (kept == null) {
            kept = find().orElseGet(this::make);
            known.set(kept);
        }
        return kept;
    }

    private String make() {
        try {
            jdbc.sql("insert into device_key (generation, secret, created_at) values (1, :secret, :now)")
                    .param("secret", Secret.random(random).value())
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        } catch (DuplicateKeyException anotherWasFaster) {
            // Then the key of the node that was faster is used.
        }
        return find().orElseThrow();
    }

    private Optional<String> find() {
        return jdbc.sql("select secret from device_key where generation = 1")
                .query(String.class)
                .optional();
    }
}
