package org.exeunt.idp.authorization;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.exeunt.idp.authorization.claims.IdTokenSessionClaims;
import org.exeunt.idp.authorization.claims.StandardClaims;
import org.exeunt.idp.authorization.request.AuthorizationChallengeController;
import org.exeunt.idp.authorization.response.ResponseMode;
import org.exeunt.idp.client.GrantTypes;
import org.exeunt.idp.client.RelyingParties;
import org.springframework.dao.DataAccessException;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadata;
import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderConfiguration;

/**
 * Reduces the framework's discovery documents to what this server supports (RFC 8414; OpenID Connect Discovery 1.0).
 */
final class MetadataCustomizer {

    private static final List<String> CLIENT_AUTHENTICATION =
            List.of("client_secret_basic", "client_secret_post", "none");

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final RelyingParties relyingParties;
    private final InstantSource clock;
    private volatile Frames frames = new Frames(false, false, Instant.MIN);

    MetadataCustomizer(RelyingParties relyingParties, InstantSource clock) {
        this.relyingParties = relyingParties;
        this.clock = clock;
    }

    void describe(OAuth2AuthorizationServerMetadata.Builder metadata) {
        metadata.claims(claims -> {
            trim(claims);
            claims.put("global_token_revocation_endpoint", claims.get("issuer") + "/oauth2/global-token-revocation");
        });
    }

    void describeOpenId(OidcProviderConfiguration.Builder configuration) {
        configuration.claims(claims -> {
            trim(claims);
            claims.put("acr_values_supported", List.of(IdTokenSessionClaims.PASSWORD));
            claims.put("claims_parameter_supported", false);
            claims.put("request_parameter_supported", false);
            // The default is true.
            claims.put("request_uri_parameter_supported", false);
            claims.put("ui_locales_supported", List.of("en", "nb"));
            claims.put("scopes_supported", List.of("openid", "profile", "email", "address", "phone", "offline_access"));
            claims.put(
                    "claims_supported",
                    Stream.concat(Stream.of("sub", "sid", "auth_time", "acr", "amr"), StandardClaims.NAMES.stream())
                            .toList());
        });
    }

    /** The logout methods that use frames, which are on if a client is registered for them. */
    private record Frames(boolean frontChannel, boolean sessionManagement, Instant until) {}

    /** Without the database the last known values are used: applications read these documents when they start. */
    private Frames frames() {
        Instant now = clock.instant();
        Frames known = frames;
        if (now.isBefore(known.until())) {
            return known;
        }
        Instant until = now.plus(KEPT);
        try {
            frames = new Frames(relyingParties.anyWithFrontChannel(), relyingParties.anyWithSessionManagement(), until);
        } catch (DataAccessException away) {
            frames = new Frames(known.frontChannel(), known.sessionManagement(), until);
        }
        return frames;
    }

    private void trim(Map<String, Object> claims) {
        claims.remove("tls_client_certificate_bound_access_tokens");
        claims.remove("dpop_signing_alg_values_supported");
        claims.put("authorization_challenge_endpoint", claims.get("issuer") + AuthorizationChallengeController.PATH);
        claims.put("response_modes_supported", ResponseMode.supported());
        claims.put("authorization_response_iss_parameter_supported", true);
        claims.put("backchannel_logout_supported", true);
        claims.put("backchannel_logout_session_supported", true);
        Frames inFrames = frames();
        if (inFrames.frontChannel()) {
            claims.put("frontchannel_logout_supported", true);
            claims.put("frontchannel_logout_session_supported", true);
        }
        if (inFrames.sessionManagement()) {
            claims.put("check_session_iframe", claims.get("issuer") + "/connect/check-session");
        }
        claims.put("token_endpoint_auth_methods_supported", CLIENT_AUTHENTICATION);
        claims.put("revocation_endpoint_auth_methods_supported", CLIENT_AUTHENTICATION);
        claims.put(
                "introspection_endpoint_auth_methods_supported", List.of("client_secret_basic", "client_secret_post"));
        claims.put("grant_types_supported", GrantTypes.OFFERED);
    }
}
