package org.exeunt.idp.session;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * SSO sessions and the cookie that carries them.
 *
 * @param issuer our own address as browsers see it; the cookie is Secure if it is https
 */
@ConfigurationProperties("exeunt")
record SessionProperties(URI issuer, @DefaultValue Session session) {

    /**
     * SSO sessions.
     *
     * @param lifetime how long a sign-in lasts at most, whatever the person does
     * @param idleTimeout how long a sign-in lasts while the person does nothing here: opens no page, is signed in to no
     *     app, and no app refreshes its tokens. Accurate to a minute. Scripts that only ask whether somebody is signed in
     *     do not count. A change holds for a session from the next time its person is seen
     * @param deviceKey key of the hashes of addresses and of what browsers say of themselves; absent for one that is made and
     *     kept in the database, where it is no secret from whoever reads the database
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
        return "https".equals(issuer.getScheme());
    }

    /** The prefix makes browsers refuse a cookie of this name that another host or a plain-text page sets. */
    String cookieName() {
        return isSecure() ? "__Host-exeunt" : "exeunt";
    }
}
