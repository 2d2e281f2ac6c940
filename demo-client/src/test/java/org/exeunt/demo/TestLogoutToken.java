package org.exeunt.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.PlainObject;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A logout token, genuine until something about it is changed. */
public final class TestLogoutToken {

    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private static final RSAKey FORGER = newKey();

    private final Map<String, Object> claims;
    private final @Nullable String type;
    private final JWSAlgorithm algorithm;
    private final RSAKey key;

    private TestLogoutToken(Map<String, Object> claims, @Nullable String type, JWSAlgorithm algorithm, RSAKey key) {
        this.claims = claims;
        this.type = type;
        this.algorithm = algorithm;
        this.key = key;
    }

    static TestLogoutToken about(String issuer, String sid, String subject, RSAKey key) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("aud", List.of("shop"));
        claims.put("iat", now);
        claims.put("exp", now + 120);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("sub", subject);
        claims.put("sid", sid);
        claims.put("events", Map.of(EVENT, Map.of()));
        return new TestLogoutToken(claims, "logout+jwt", JWSAlgorithm.RS256, key);
    }

    public TestLogoutToken with(String claim, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(claims);
        changed.put(claim, value);
        return new TestLogoutToken(changed, type, algorithm, key);
    }

    /** With something added to the end of a text. */
    public TestLogoutToken withMore(String claim, String more) {
        return with(claim, claims.get(claim) + more);
    }

    public TestLogoutToken without(String claim) {
        Map<String, Object> changed = new LinkedHashMap<>(claims);
        changed.remove(claim);
        return new TestLogoutToken(changed, type, algorithm, key);
    }

    public TestLogoutToken issuedSecondsAgo(long seconds) {
        return with("iat", Instant.now().getEpochSecond() - seconds);
    }

    public TestLogoutToken expiredSecondsAgo(long seconds) {
        return with("exp", Instant.now().getEpochSecond() - seconds);
    }

    /** With that header {@code typ}, or without one. */
    public TestLogoutToken typed(@Nullable String name) {
        return new TestLogoutToken(claims, name, algorithm, key);
    }

    public TestLogoutToken signedWith(JWSAlgorithm other) {
        return new TestLogoutToken(claims, type, other, key);
    }

    /** Signed by another user, who calls the key by that name. */
    public TestLogoutToken forgedAs(String keyId) {
        return new TestLogoutToken(
                claims, type, algorithm, new RSAKey.Builder(FORGER).keyID(keyId).build());
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).generate();
        } catch (JOSEException broken) {
            throw new IllegalStateException(broken);
        }
    }

    public String unsigned() {
        return new PlainObject(
                        new PlainHeader.Builder()
                                .type(new JOSEObjectType("logout+jwt"))
                                .build(),
                        new Payload(claims))
                .serialize();
    }

    /** Signed, with the public key in the header, for those who would trust it there. */
    public String signedWithKeyInHeader() {
        return sign(header().jwk(key.toPublicJWK()).build());
    }

    public String signed() {
        return sign(header().build());
    }

    private JWSHeader.Builder header() {
        JWSHeader.Builder header = new JWSHeader.Builder(algorithm).keyID(key.getKeyID());
        return type == null ? header : header.type(new JOSEObjectType(type));
    }

    private String sign(JWSHeader header) {
        try {
            JWSObject jwt = new JWSObject(header, new Payload(claims));
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
