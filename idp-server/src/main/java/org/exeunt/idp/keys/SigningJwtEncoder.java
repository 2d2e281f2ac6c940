package org.exeunt.idp.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtEncodingException;

/**
 * Signs ID tokens and logout tokens with RS256 and the current key. Spring's {@code NimbusJwtEncoder} can neither
 * select a key by its age nor use another cryptography provider.
 */
final class SigningJwtEncoder implements JwtEncoder {

    /** RS256 (RFC 7518, section 3.3) by its name in the Java platform. */
    static final String ALGORITHM = "SHA256withRSA";

    private final Supplier<RSAKey> signingKey;
    private final Supplier<Optional<Provider>> provider;
    private final Map<String, JWSSigner> signers = new ConcurrentHashMap<>();

    /**
     * @param signingKey the current key, with its {@code kid}
     * @param provider the cryptography provider; empty for the Java platform's
     */
    SigningJwtEncoder(Supplier<RSAKey> signingKey, Supplier<Optional<Provider>> provider) {
        this.signingKey = signingKey;
        this.provider = provider;
    }

    /** @throws JwtEncodingException if another algorithm than RS256 is requested */
    @Override
    public Jwt encode(JwtEncoderParameters parameters) {
        JwsHeader wanted = parameters.getJwsHeader();
        if (wanted != null && !SignatureAlgorithm.RS256.equals(wanted.getAlgorithm())) {
            throw new JwtEncodingException("tokens are signed by RS256, and not by " + wanted.getAlgorithm());
        }
        RSAKey key = signingKey.get();
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.getKeyID())
                .type(type(wanted))
                .build();
        JwtClaimsSet claims = parameters.getClaims();
        var jwt = new SignedJWT(header, translate(claims));
        try {
            jwt.sign(signers.computeIfAbsent(key.getKeyID(), _ -> signer(key)));
        } catch (JOSEException failure) {
            throw new JwtEncodingException("the token could not be signed", failure);
        }
        return new Jwt(
                jwt.serialize(),
                claims.getIssuedAt(),
                claims.getExpiresAt(),
                header.toJSONObject(),
                claims.getClaims());
    }

    private static @Nullable JOSEObjectType type(@Nullable JwsHeader wanted) {
        return wanted == null || wanted.getType() == null ? null : new JOSEObjectType(wanted.getType());
    }

    private static JWTClaimsSet translate(JwtClaimsSet claims) {
        var builder = new JWTClaimsSet.Builder();
        claims.getClaims()
                .forEach((name, value) ->
                        builder.claim(name, value instanceof Instant instant ? Date.from(instant) : value));
        return builder.build();
    }

    private JWSSigner signer(RSAKey key) {
        try {
            PrivateKey privateKey = key.toPrivateKey();
            Optional<Provider> provider = this.provider.get();
            if (provider.isEmpty()) {
                return new RSASSASigner(privateKey);
            }
            // Cached: converting the key takes longer than a signature.
            var signer = new RSASSASigner(
                    (PrivateKey) KeyFactory.getInstance("RSA", provider.get()).translateKey(privateKey));
            signer.getJCAContext().setProvider(provider.get());
            return signer;
        } catch (JOSEException | GeneralSecurityException impossible) {
            throw new IllegalStateException("the signing key is an RSA key", impossible);
        }
    }
}
