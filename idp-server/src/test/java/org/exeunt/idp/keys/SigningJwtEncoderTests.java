package org.exeunt.idp.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import java.security.Provider;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtEncodingException;

class SigningJwtEncoderTests {

    private static final Instant ISSUED_AT = Instant.parse("2026-03-01T12:00:00Z");

    private static final JwtClaimsSet CLAIMS = JwtClaimsSet.builder()
            .issuer("https://id.example")
            .audience(List.of("shop"))
            .issuedAt(ISSUED_AT)
            .claim("auth_time", ISSUED_AT)
            .claim("sid", "s1")
            .build();

    private final RSAKey key;

    SigningJwtEncoderTests() throws JOSEException {
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
    }

    static Stream<Optional<Provider>> providers() {
        return Stream.of(Optional.empty(), NativeRsaProvider.find());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void signatures_of_each_provider_verify_with_the_other(Optional<Provider> provider)
            throws JOSEException, ParseException {
        JwtEncoder encoder = new SigningJwtEncoder(() -> key, () -> provider);

        var first = SignedJWT.parse(encode(encoder, "logout+jwt"));
        var second = SignedJWT.parse(encode(encoder, "logout+jwt"));

        assertThat(first.verify(new RSASSAVerifier(key.toRSAPublicKey()))).isTrue();
        assertThat(second.serialize()).isEqualTo(first.serialize());
        assertThat(first.getHeader().toJSONObject())
                .containsOnly(entry("alg", "RS256"), entry("kid", "k1"), entry("typ", "logout+jwt"));
        assertThat(first.getJWTClaimsSet().getDateClaim("auth_time")).isEqualTo(ISSUED_AT);
        assertThat(first.getJWTClaimsSet().getAudience()).containsExactly("shop");
    }

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void the_native_library_is_used_where_the_build_brings_it() {
        assertThat(NativeRsaProvider.find()).isPresent();
    }

    @Test
    void nothing_is_signed_by_another_algorithm() {
        JwtEncoder encoder = new SigningJwtEncoder(() -> key, Optional::empty);
        var wanted = JwtEncoderParameters.from(
                JwsHeader.with(SignatureAlgorithm.ES256).build(), CLAIMS);

        assertThatThrownBy(() -> encoder.encode(wanted)).isInstanceOf(JwtEncodingException.class);
    }

    private static String encode(JwtEncoder encoder, String type) {
        JwsHeader header = JwsHeader.with(SignatureAlgorithm.RS256).type(type).build();
        return encoder.encode(JwtEncoderParameters.from(header, CLAIMS)).getTokenValue();
    }
}
