package org.exeunt.idp.client;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Relying parties that are put into the database at start.
 *
 * @param clients relying parties by {@code client_id}, or by a key of one's own choice if they have an {@code id}
 */
@ConfigurationProperties("exeunt")
record ClientProperties(@DefaultValue Map<String, SeededClient> clients) {

    /**
     * One relying party.
     *
     * @param id its {@code client_id}; the key of this entry if absent. A key has letters, digits and dashes only
     * @param name what people call it; the {@code client_id} if absent
     * @param secret client secret of at least 32 characters, stored as a hash; absent for a public client
     * @param theme name of the theme of its pages; absent for the default one
     * @param requireConsent whether people are asked before it gets their data
     * @param requirePkce whether it has to use PKCE, as all should that can; only a client with a secret may go without
     * @param grantTypes OAuth 2.0 grant types it may use
     * @param scopes scopes it may ask for
     * @param redirectUris where sign-ins return to, compared exactly; a loopback IP literal over http matches with any port
     * @param postLogoutRedirectUris where logouts return to, compared in the same way
     * @param allowedOrigins origins of its pages whose scripts may ask for and end the session
     * @param backChannelLogoutUri where it is told that a session ended; absent if it cannot be told
     * @param frontChannelLogoutUri page that a browser loads in a frame when the session ended in it, for applications that
     *     cannot be told otherwise; at the origin of a redirect URI
     * @param frontChannelLogoutSessionRequired whether that page is told the issuer and the sid
     * @param sessionManagement whether its pages may ask a frame of ours whether the session changed
     * @param sessionLifetime how long it keeps a person signed in without asking us; absent if nobody knows
     * @param receipt when the person sees what became of a logout, before the browser returns to it
     * @param firstParty whether people may type their password into it; only for an application on people's devices that is
     *     made by whoever runs this server
     */
    record SeededClient(
            @Nullable String id,
            @Nullable String name,
            @Nullable String secret,
            @Nullable String theme,
            @DefaultValue("false") boolean requireConsent,
            @DefaultValue("true") boolean requirePkce,

            @DefaultValue({"authorization_code", "refresh_token"})
            Set<String> grantTypes,

            @DefaultValue({"openid", "profile", "email"}) Set<String> scopes,
            @DefaultValue Set<String> redirectUris,
            @DefaultValue Set<String> postLogoutRedirectUris,
            @DefaultValue Set<String> allowedOrigins,
            @Nullable String backChannelLogoutUri,
            @Nullable String frontChannelLogoutUri,
            @DefaultValue("false") boolean frontChannelLogoutSessionRequired,
            @DefaultValue("false") boolean sessionManagement,
            @Nullable Duration sessionLifetime,
            @DefaultValue("on-problem") ReceiptPolicy receipt,
            @DefaultValue("false") boolean firstParty) {

        /** The {@code client_id} of the entry with this key. */
        String clientId(String key) {
            return id == null ? key : id;
        }

        @Override
        public String toString() {
            return "client " + name;
        }
    }
}
