package org.exeunt.idp.authorization;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The authorization server.
 *
 * @param issuer our own address as browsers and relying parties see it: the {@code iss} claim
 */
@ConfigurationProperties("exeunt")
record AuthorizationProperties(URI issuer, @DefaultValue Tokens tokens) {

    /** An issuer identifier is compared character by character, and all addresses are made from it (RFC 8414, section 2). */
    AuthorizationProperties {
        boolean isWeb = "https".equals(issuer.getScheme()) || "http".equals(issuer.getScheme());
        if (!isWeb
                || issuer.getHost() == null
                || !(issuer.getScheme() + "://" + issuer.getAuthority()).equals(issuer.toString())) {
            throw new IllegalArgumentException("exeunt.issuer '" + issuer
                    + "' must look like https://id.example, without a path" + " and without a slash at its end");
        }
    }

    /**
     * How long what we issue lives.
     *
     * @param accessTokenLifetime life of an access token
     * @param refreshTokenLifetime life of a refresh token; each use gives a new one
     * @param codeLifetime life of an authorization code
     */
    record Tokens(
            @DefaultValue("5m") Duration accessTokenLifetime,
            @DefaultValue("30d") Duration refreshTokenLifetime,
            @DefaultValue("1m") Duration codeLifetime) {}
}
