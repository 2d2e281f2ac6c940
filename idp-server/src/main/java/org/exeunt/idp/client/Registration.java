package org.exeunt.idp.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.client.ClientProperties.SeededClient;
import org.jspecify.annotations.Nullable;

/** Turns configuration into a relying party, or says what is wrong with it. */
final class Registration {

    private static final Set<String> SCHEMES_THAT_RUN_CODE =
            Set.of("javascript", "data", "vbscript", "blob", "file", "about");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String clientId;
    private final boolean isPublic;

    private Registration(String clientId, boolean isPublic) {
        this.clientId = clientId;
        this.isPublic = isPublic;
    }

    /** @throws IllegalArgumentException if the configuration would register something dangerous or useless */
    static RelyingParty of(String clientId, SeededClient configured) {
        return new Registration(clientId, configured.secret() == null).relyingParty(configured);
    }

    private RelyingParty relyingParty(SeededClient configured) {
        if (isPublic) {
            refusePrivileges(configured);
        }
        if (configured.grantTypes().contains("authorization_code")
                && configured.redirectUris().isEmpty()) {
            throw wrong("redirect-uris are needed for the grant type authorization_code; a client that signs nobody in"
                    + " says so, grant-types: client_credentials for example");
        }
        if (!configured.requirePkce() && isPublic) {
            throw wrong("require-pkce cannot be false without a secret: whoever intercepts a code could use it");
        }
        return new RelyingParty(
                new ClientId(clientId),
                configured.name() == null ? clientId : configured.name(),
                secretHash(configured.secret()),
                configured.theme(),
                configured.requireConsent(),
                configured.requirePkce(),
                grantTypes(configured.grantTypes()),
                configured.scopes(),
                targets("redirect-uris", configured.redirectUris()),
                targets("post-logout-redirect-uris", configured.postLogoutRedirectUris()),
                origins(configured.allowedOrigins()),
                logoutUri("back-channel-logout-uri", configured.backChannelLogoutUri()),
                frontChannel(configured),
                configured.sessionManagement(),
                configured.sessionLifetime(),
                configured.receipt(),
                firstParty(configured));
    }

    /** Whoever may ask for passwords gets to know them: never a server, and nobody whom people are asked about first. */
    private boolean firstParty(SeededClient configured) {
        if (configured.firstParty() && !isPublic) {
            throw wrong("first-party is for applications on people's devices, which have no secret");
        }
        if (configured.firstParty() && configured.requireConsent()) {
            throw wrong("first-party and require-consent cannot both be: there is no page to ask on");
        }
        if (configured.firstParty() && !configured.grantTypes().contains("authorization_code")) {
            throw wrong("first-party needs the grant type authorization_code");
        }
        return configured.firstParty();
    }

    /** Anyone can send the client_id of a public client, and could use whatever it alone opens. */
    private void refusePrivileges(SeededClient configured) {
        for (String grantType : configured.grantTypes()) {
            if (Privileges.isPrivilegedGrant(grantType)) {
                throw wrong("grant-types '" + grantType + "' needs a secret: anyone who sends this client_id would get"
                        + " its tokens. Set a secret, or remove the grant type");
            }
        }
        for (String scope : configured.scopes()) {
            if (Privileges.isPrivilegedScope(scope)) {
                throw wrong("scopes '" + scope + "' needs a secret: it opens an interface of this server to programs"
                        + " that prove their identity. Set a secret, or remove the scope");
            }
        }
    }

    private Set<String> grantTypes(Set<String> configured) {
        if (configured.isEmpty()) {
            throw wrong("grant-types is empty, so that the client could do nothing; remove the line for"
                    + " authorization_code and refresh_token");
        }
        for (String grantType : configured) {
            if (!GrantTypes.OFFERED.contains(grantType)) {
                throw wrong("grant-types '" + grantType + "' is none of " + String.join(", ", GrantTypes.OFFERED));
            }
        }
        return configured;
    }

    /**
     * At the origin of a redirect URI, and by plain http only for a client that can keep a secret (Front-Channel Logout 1.0,
     * section 2).
     */
    private @Nullable FrontChannel frontChannel(SeededClient configured) {
        URI uri = logoutUri("front-channel-logout-uri", configured.frontChannelLogoutUri());
        if (uri == null) {
            return null;
        }
        if ("http".equals(uri.getScheme()) && configured.secret() == null) {
            throw wrong("front-channel-logout-uri '" + uri + "' must be https for a client without a secret");
        }
        Optional<Origin> origin = Origin.of(uri.toString());
        if (configured.redirectUris().stream().map(Origin::of).noneMatch(origin::equals)) {
            throw wrong("front-channel-logout-uri '" + uri + "' must have the scheme, host and port of a redirect-uri");
        }
        return new FrontChannel(uri, configured.frontChannelLogoutSessionRequired());
    }

    /** An absolute http(s) URI without fragment (Back-Channel Logout 1.0, section 2.2); a query is kept. */
    private @Nullable URI logoutUri(String property, @Nullable String configured) {
        if (configured == null || configured.isBlank()) {
            return null;
        }
        try {
            URI uri = new URI(configured);
            boolean isHttp = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (!isHttp || uri.getHost() == null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
                throw wrong(property + " '" + configured
                        + "' must look like https://shop.example/logout, without fragment and user name");
            }
            requireSafety(property, uri);
            return uri;
        } catch (URISyntaxException malformed) {
            throw wrong(property + " '" + configured + "' is not a URI");
        }
    }

    private @Nullable String secretHash(@Nullable String secret) {
        if (secret == null) {
            return null;
        }
        if (secret.length() < ClientSecret.MINIMUM_LENGTH) {
            throw wrong("secret has fewer than " + ClientSecret.MINIMUM_LENGTH
                    + " characters and could be guessed; let a machine make it (openssl rand -base64 32)");
        }
        if (secret.chars().distinct().count() < ClientSecret.MINIMUM_DISTINCT) {
            throw wrong("secret has fewer than " + ClientSecret.MINIMUM_DISTINCT
                    + " different characters and could be guessed; let a machine make it (openssl rand -base64 32)");
        }
        return ClientSecret.hash(secret);
    }

    private Set<String> targets(String property, Set<String> uris) {
        uris.forEach(uri -> requireTarget(property, uri));
        return uris;
    }

    private void requireTarget(String property, String uri) {
        try {
            URI parsed = new URI(uri);
            String scheme = parsed.getScheme();
            if (scheme == null || SCHEMES_THAT_RUN_CODE.contains(scheme.toLowerCase(Locale.ROOT))) {
                throw wrong(property + " '" + uri + "' needs a scheme that leads to the application");
            }
            if (parsed.getRawFragment() != null || parsed.getRawUserInfo() != null || uri.contains("*")) {
                throw wrong(property + " '" + uri + "' may have no fragment, user name or wildcard");
            }
            requireSafety(property, parsed);
        } catch (URISyntaxException malformed) {
            throw wrong(property + " '" + uri + "' is not a URI");
        }
    }

    /**
     * Http without s is for clients that authenticate, and for programs on the person's own machine (RP-Initiated Logout 1.0,
     * section 3.1; Back-Channel Logout 1.0, section 2.2; RFC 8252, section 7.3).
     */
    private void requireSafety(String property, URI uri) {
        if (isPublic && "http".equalsIgnoreCase(uri.getScheme()) && !LOOPBACK.contains(String.valueOf(uri.getHost()))) {
            throw wrong(property + " '" + uri + "' must be https for a client without a secret");
        }
    }

    private Set<Origin> origins(Set<String> configured) {
        Set<Origin> origins = new LinkedHashSet<>();
        for (String text : configured) {
            origins.add(Origin.of(text)
                    .filter(origin -> origin.value().equals(text))
                    .orElseThrow(() -> wrong("allowed-origins '" + text + "' must look like https://shop.example")));
        }
        return origins;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("exeunt.clients." + clientId + ": " + what);
    }
}
