package org.exeunt.idp.client;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The registration of a relying party.
 *
 * @param name what users call it
 * @param secretHash SHA-256 of the client secret, base64url; {@code null} for a public client
 * @param theme name of the theme of its pages; {@code null} for the default
 * @param requireConsent whether users are asked before it gets their data
 * @param requirePkce whether it proves at the exchange of a code that it asked for it (RFC 7636)
 * @param grantTypes OAuth 2.0 grant types it may use
 * @param scopes scopes it may ask for
 * @param redirectUris where sign-ins return to
 * @param postLogoutRedirectUris where logouts return to
 * @param allowedOrigins origins of its pages whose scripts may ask for and end the session
 * @param backChannelLogoutUri where it is told that a session ended (OpenID Connect Back-Channel Logout 1.0, section
 *     2.2); {@code null} if it cannot be told
 * @param frontChannel the page that a browser loads when the session ended in it; {@code null} if there is none
 * @param sessionManagement whether its pages ask a frame of ours whether the session changed (OpenID Connect Session
 *     Management 1.0)
 * @param sessionLifetime how long it keeps a user signed in without asking us; {@code null} if we do not know
 * @param receipt when the user sees what became of a logout, before the browser returns to it
 * @param firstParty whether users may type their password into it (OAuth 2.0 for First-Party Applications)
 * @param idTokenClaims whether its ID tokens have the claims of the granted scopes that the UserInfo endpoint gives
 * @param audiences resource servers that its access tokens are for: client identifiers, or URIs; empty for this server alone
 * @param resourceServer whether it may introspect the access tokens of other clients whose audience names it
 * @param resourceUris URIs by which an audience names it, besides its client identifier
 */
public record RelyingParty(
        ClientId clientId,
        String name,
        @Nullable String secretHash,
        @Nullable String theme,
        boolean requireConsent,
        boolean requirePkce,
        Set<String> grantTypes,
        Set<String> scopes,
        Set<String> redirectUris,
        Set<String> postLogoutRedirectUris,
        Set<Origin> allowedOrigins,
        @Nullable URI backChannelLogoutUri,
        @Nullable FrontChannel frontChannel,
        boolean sessionManagement,
        @Nullable Duration sessionLifetime,
        ReceiptPolicy receipt,
        boolean firstParty,
        boolean idTokenClaims,
        Set<String> audiences,
        boolean resourceServer,
        Set<String> resourceUris) {

    /** Whether it cannot keep a secret (RFC 6749, section 2.1). */
    public boolean isPublic() {
        return secretHash == null;
    }

    /**
     * The registered post-logout redirect URI that matches {@code uri}, as {@code /connect/logout} demands: character by character, but
     * for the port of a loopback address. Empty if there is none.
     */
    public Optional<RegisteredTarget> postLogoutTarget(String uri) {
        return match(uri, postLogoutRedirectUris.stream());
    }

    /**
     * The registered redirect URI or post-logout redirect URI that matches {@code uri} in the same way: on {@code /logout} both count, as
     * they did on the platform that it replaces. Empty if there is none.
     */
    public Optional<RegisteredTarget> anyTarget(String uri) {
        return match(uri, Stream.concat(postLogoutRedirectUris.stream(), redirectUris.stream()));
    }

    /** Whether it is a resource server, and this audience of an access token names it. */
    public boolean isNamedBy(Set<String> audience) {
        return resourceServer
                && (audience.contains(clientId.value()) || resourceUris.stream().anyMatch(audience::contains));
    }

    /** Whether a script on a page of this origin may act in this relying party's name. */
    public boolean allows(Origin origin) {
        return allowedOrigins.contains(origin);
    }

    /** Whether a page of this origin is plausibly this relying party's own: allowed, or the origin of a redirect URI. */
    public boolean owns(Origin origin) {
        return origins().contains(origin);
    }

    /** The origins of pages that are plausibly its own. */
    public Set<Origin> origins() {
        return Stream.concat(
                        allowedOrigins.stream(),
                        Stream.concat(redirectUris.stream(), postLogoutRedirectUris.stream())
                                .flatMap(uri -> Origin.of(uri).stream()))
                .collect(toUnmodifiableSet());
    }

    /** Where users find it: the origin of a registered address of its web pages. Empty if it has none, as mobile apps have. */
    public Optional<Origin> site() {
        return Stream.concat(
                        postLogoutRedirectUris.stream().sorted(),
                        redirectUris.stream().sorted())
                .flatMap(uri -> Origin.of(uri).stream())
                .findFirst();
    }

    /**
     * For the integrator's log: the registered URIs that differ from {@code uri} only in letter case, a trailing slash
     * or what follows a question mark.
     */
    public List<String> nearMisses(String uri) {
        return Stream.concat(postLogoutRedirectUris.stream(), redirectUris.stream())
                .filter(registered -> comparable(registered).equals(comparable(uri)))
                .toList();
    }

    private static Optional<RegisteredTarget> match(String uri, Stream<String> registered) {
        return registered
                .flatMap(known -> RegisteredTarget.match(known, uri).stream())
                .findFirst();
    }

    private static String comparable(String uri) {
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        return (path.endsWith("/") ? path.substring(0, path.length() - 1) : path).toLowerCase(Locale.ROOT);
    }
}
