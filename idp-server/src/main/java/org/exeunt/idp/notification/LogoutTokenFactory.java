package org.exeunt.idp.notification;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.stereotype.Component;

/** Makes logout tokens (Back-Channel Logout 1.0, section 2.4): one for each attempt, never kept. */
@Component
class LogoutTokenFactory {

    private static final String LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private static final Duration LIFETIME = Duration.ofMinutes(2);

    private static final JwsHeader HEADER =
            JwsHeader.with(SignatureAlgorithm.RS256).type("logout+jwt").build();

    private final JwtEncoder encoder;
    private final NotificationProperties properties;
    private final InstantSource clock;

    LogoutTokenFactory(JwtEncoder encoder, NotificationProperties properties, InstantSource clock) {
        this.encoder = encoder;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * A signed JWT that tells this relying party, and no other, that this session ended. It always names the session: a
     * token about all sessions of a user would, when it arrives late, end one that began later.
     */
    String make(LogoutNotification notification) {
        Instant now = clock.instant();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .issuer(properties.issuer().toString())
                .audience(List.of(notification.client().value()))
                .issuedAt(now)
                .expiresAt(now.plus(LIFETIME))
                .id(UUID.randomUUID().toString())
                .subject(notification.subject().value())
                .claim("sid", notification.sid().value())
                .claim("events", Map.of(LOGOUT_EVENT, Map.of()))
                .build();
        return encoder.encode(JwtEncoderParameters.from(HEADER, claims)).getTokenValue();
    }
}
