package org.exeunt.idp.client;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Relying parties that are put into the database at start.
 *
 * @param clients clients by {@code client_id}, or by any key if the entry has an {@code id}
 */
@ConfigurationProperties("exeunt")
record ClientProperties(@DefaultValue Map<String, SeededClient> clients) {

    /**
     * One relying party.
     *
     * @param id the {@code client_id}; the key of this entry if absent. A key has letters, digits and dashes only
     * @param name name shown to users; the {@code client_id} if absent
     * @param secret client secret of at least 32 characters, stored as a hash; absent for a public client
     * @param theme theme of the pages shown for this client; absent for the default theme
     * @param requireConsent whether the user is asked for consent before the client gets their data
     * @param requirePkce whether the client must use PKCE; {@code false} is allowed only for a client with a secret
     * @param grantTypes OAuth 2.0 grant types that the client may use
     * @param scopes scopes that the client may request
     * @param redirectUris redirect URIs of sign-ins, compared exactly; a loopback IP literal over http matches with
     *     any port (RFC 8252)
     * @param postLogoutRedirectUris redirect URIs of logouts, compared in the same way
     * @param allowedOrigins origins of pages whose scripts may query and end the session; those of a public client also
     *     call the token, revocation and UserInfo endpoints
     * @param backChannelLogoutUri back-channel logout URI; absent if the client receives no logout tokens
     * @param frontChannelLogoutUri front-channel logout URI, loaded in a frame by the browser that signs out, for
     *     applications without a back channel; at the origin of a redirect URI
     * @param frontChannelLogoutSessionRequired whether the front-channel logout URI gets {@code iss} and {@code sid}
     * @param sessionManagement whether the client uses {@code check_session_iframe} (OpenID Connect Session
     *     Management 1.0)
     * @param sessionLifetime how long the client keeps a user signed in without asking this server; notifications are
     *     retried for that long
     * @param receipt when the user sees the receipt of a logout before the browser returns to the client: {@code
     *     always}, {@code on-problem} or {@code never}
     * @param firstParty whether users may type their password into the client (OAuth 2.0 for First-Party
     *     Applications); only for a native application of the operator of this server
     * @param idTokenClaims whether the ID tokens of this client have the claims of the granted scopes (name, email, …) that the UserInfo
     *     endpoint gives, for libraries that do not call it. By default they have not: an ID token is the hint of a logout, and so stands in
     *     the address of a request, which browsers and proxies record
     * @param audiences resource servers that access tokens of this client are for, in the claim {@code aud}: ids of clients with {@code
     *     resource-server}, or absolute URIs. The request parameter {@code resource} (RFC 8707) narrows it. Absent, tokens are for this
     *     server alone
     * @param resourceServer whether this client is an API that introspects the access tokens of other clients whose audience names it; needs
     *     a secret
     * @param resourceUris absolute URIs by which an audience names this resource server, besides its id
     */
    @ConfigurationPropertiesSource
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
            @DefaultValue("false") boolean firstParty,
            @DefaultValue("false") boolean idTokenClaims,
            @DefaultValue Set<String> audiences,
            @DefaultValue("false") boolean resourceServer,
            @DefaultValue Set<String> resourceUris) {

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
