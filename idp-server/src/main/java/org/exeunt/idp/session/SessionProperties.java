package org.exeunt.idp.session;

import java.time.Duration;
import org.exeunt.idp.issuer.Issuer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * SSO sessions and their cookie.
 *
 * @param issuer issuer identifier, the public address of this server: the {@code iss} claim; cookies are {@code
 *     Secure} if it is https
 */
@ConfigurationProperties("exeunt")
record SessionProperties(Issuer issuer, @DefaultValue Session session) {

    /**
     * SSO sessions.
     *
     * @param lifetime maximum duration of a session, with or without activity
     * @param idleTimeout duration after which a session without activity ends. Activity is a page opened here, a
     *     sign-in to an app, or an app's token refresh; scripts that query the session are not. Accurate to a minute.
     *     A change applies to a session from its next activity on
     * @param deviceKey key of the hashes of addresses and browser fingerprints; without it the server generates one
     *     and stores it in the database
     * @param sameSite SameSite attribute of the cookie: lax, or none for scripts on other sites (https only)
     */
    record Session(
            @DefaultValue("12h") Duration lifetime,
            @DefaultValue("2h") Duration idleTimeout,
            @Nullable String deviceKey,
            @DefaultValue("lax") SameSite sameSite) {

        @Override
        public String toString() {
            return "sessions of " + lifetime;
        }
    }

    /** Values of the SameSite attribute that make sense for single sign-on. */
    enum SameSite {
        LAX("Lax"),
        NONE("None");

        private final String attribute;

        SameSite(String attribute) {
            this.attribute = attribute;
        }

        String attribute() {
            return attribute;
        }
    }

    boolean isSecure() {
        return issuer.isHttps();
    }

    /** The prefix makes browsers refuse a cookie of this name from another host or over plain http. */
    String cookieName() {
        return isSecure() ? "__Host-exeunt" : "exeunt";
    }
}
