package org.exeunt.demo.backchannel;

import com.nimbusds.jose.JWSObject;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * What a logout token must be (Back-Channel Logout 1.0, sections 2.4 and 2.6), each broken rule with a reason.
 *
 * <p>The framework checks much of this once more, but not {@code exp}, the age, {@code jti} and the types of {@code sub} and
 * {@code sid}, and it answers 500 where {@code iss}, {@code aud} or {@code events} is missing, or the event is not empty.
 */
final class LogoutTokenRules implements OAuth2TokenValidator<Jwt> {

    /** How far the clocks of the identity provider and ours may differ. */
    static final Duration SKEW = Duration.ofMinutes(1);

    /** How old a logout token may be. Whoever makes one for each attempt, as Exeunt does, needs seconds. */
    static final Duration OLDEST = Duration.ofMinutes(10);

    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private static final int LONGEST_NAME = 255;

    private final InstantSource clock;
    private final Map<String, Predicate<Jwt>> rules = new LinkedHashMap<>();

    LogoutTokenRules(InstantSource clock, String issuer, String clientId) {
        this.clock = clock;
        rules.put(
                "typ must be logout+jwt",
                token -> "logout+jwt"
                        .equalsIgnoreCase(String.valueOf(token.getHeaders().get("typ"))));
        rules.put("iss must be the issuer", token -> issuer.equals(token.getClaimAsString("iss")));
        rules.put(
                "aud must contain the client",
                token -> token.getAudience() != null && token.getAudience().contains(clientId));
        rules.put("exp is missing or has passed", this::isNotOver);
        rules.put("iat must be within the last " + OLDEST.toMinutes() + " minutes", this::isYoung);
        rules.put("jti is missing or too long", token -> isName(token.getId()));
        rules.put("sub must be a string", token -> isStringOrAbsent(token, "sub"));
        rules.put("sid must be a string", token -> isStringOrAbsent(token, "sid"));
        rules.put("sid or sub is missing or too long", LogoutTokenRules::hasSidOrSub);
        rules.put("events must have the logout event with an empty object", LogoutTokenRules::isLogout);
        rules.put("nonce belongs into ID tokens", token -> !token.hasClaim("nonce"));
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        List<OAuth2Error> broken = rules.entrySet().stream()
                .filter(rule -> !rule.getValue().test(token))
                .map(rule -> new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, rule.getKey(), null))
                .toList();
        return broken.isEmpty() ? OAuth2TokenValidatorResult.success() : OAuth2TokenValidatorResult.failure(broken);
    }

    private boolean isNotOver(Jwt token) {
        return token.getExpiresAt() != null && token.getExpiresAt().plus(SKEW).isAfter(clock.instant());
    }

    private boolean isYoung(Jwt token) {
        Instant now = clock.instant();
        return token.getIssuedAt() != null
                && !token.getIssuedAt().isAfter(now.plus(SKEW))
                && !token.getIssuedAt().isBefore(now.minus(OLDEST));
    }

    private static boolean hasSidOrSub(Jwt token) {
        String sid = token.getClaimAsString("sid");
        String subject = token.getSubject();
        return (sid != null || subject != null) && (sid == null || isName(sid)) && (subject == null || isName(subject));
    }

    private static boolean isLogout(Jwt token) {
        return token.getClaim("events") instanceof Map<?, ?> events
                && events.get(EVENT) instanceof Map<?, ?> event
                && event.isEmpty();
    }

    /** Asks the payload as it was signed: the decoder turns a number into a string, and {@link Jwt} turns everything into one. */
    private static boolean isStringOrAbsent(Jwt token, String claim) {
        try {
            Object value = JWSObject.parse(token.getTokenValue())
                    .getPayload()
                    .toJSONObject()
                    .get(claim);
            return value == null || value instanceof String;
        } catch (ParseException unreadable) {
            return false;
        }
    }

    private static boolean isName(@Nullable String name) {
        return name != null && !name.isBlank() && name.length() <= LONGEST_NAME;
    }
}
