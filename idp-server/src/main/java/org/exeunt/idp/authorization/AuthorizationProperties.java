package org.exeunt.idp.authorization;

import java.time.Duration;
import org.exeunt.idp.issuer.Issuer;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The authorization server.
 *
 * @param issuer issuer identifier, the public address of this server: the {@code iss} claim
 */
@ConfigurationProperties("exeunt")
public record AuthorizationProperties(
        Issuer issuer, @DefaultValue Tokens tokens) {

    /**
     * Lifetimes of issued values.
     *
     * @param accessTokenLifetime lifetime of an access token
     * @param refreshTokenLifetime lifetime of a refresh token; each use issues a new one
     * @param codeLifetime lifetime of an authorization code
     */
    public record Tokens(
            @DefaultValue("5m") Duration accessTokenLifetime,
            @DefaultValue("30d") Duration refreshTokenLifetime,
            @DefaultValue("1m") Duration codeLifetime) {}
}
