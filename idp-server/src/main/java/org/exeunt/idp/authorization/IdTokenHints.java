package org.exeunt.idp.authorization;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.session.Sid;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Verifies that an {@code id_token_hint} is an ID token of this server, by its signature and issuer, not by a stored
 * value (RP-Initiated Logout 1.0, section 2): a hint from before a refresh, or an expired one, is valid.
 */
@Component
public class IdTokenHints {

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(2);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final String issuer;
    private final InstantSource clock;

    IdTokenHints(JWKSource<SecurityContext> publishedKeys, AuthorizationProperties properties, InstantSource clock) {
        this.issuer = properties.issuer().toString();
        this.clock = clock;
        // A logout token is signed with the same key and differs by its type. ID tokens have the type JWT, or none.
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, publishedKeys));
        processor.setJWTClaimsSetVerifier(this::verifyClaims);
    }

    /** The claims of the hint; empty if it is not an ID token that this server signed, character by character. */
    public Optional<IdTokenHint> verify(String hint) {
        if (!isStrictlyEncoded(hint)) {
            return Optional.empty();
        }
        try {
            JWTClaimsSet claims = processor.process(hint, null);
            String sid = claims.getStringClaim("sid");
            return Optional.of(new IdTokenHint(
                    new ClientId(client(claims)),
                    new Subject(claims.getSubject()),
                    Optional.ofNullable(sid).map(Sid::new)));
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** The library skips what is not base64url, and ignores the last bits (RFC 7515, section 2: no padding, no other characters). */
    private static boolean isStrictlyEncoded(String hint) {
        String[] parts = hint.split("\\.", -1);
        return parts.length == 3 && Stream.of(parts).allMatch(IdTokenHints::isBase64Url);
    }

    private static boolean isBase64Url(String part) {
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(part);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(decoded)
                    .equals(part);
        } catch (IllegalArgumentException notBase64Url) {
            return false;
        }
    }

    private void verifyClaims(JWTClaimsSet claims, @Nullable SecurityContext context) throws BadJWTException {
        Date issuedAt = claims.getIssueTime();
        if (!issuer.equals(claims.getIssuer())) {
            throw new BadJWTException("not our issuer");
        }
        if (issuedAt == null || issuedAt.toInstant().isAfter(clock.instant().plus(CLOCK_SKEW))) {
            throw new BadJWTException("issued in the future");
        }
        boolean hasAudience =
                !claims.getAudience().isEmpty() && claims.getAudience().stream().allMatch(Objects::nonNull);
        if (claims.getSubject() == null || !hasAudience || claims.getClaim("events") != null) {
            throw new BadJWTException("not an ID token");
        }
    }

    private static String client(JWTClaimsSet claims) throws ParseException {
        List<String> audience = claims.getAudience();
        String authorizedParty = claims.getStringClaim("azp");
        return audience.size() == 1 || authorizedParty == null ? audience.getFirst() : authorizedParty;
    }
}
