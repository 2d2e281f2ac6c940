package org.exeunt.idp.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.exeunt.idp.client.ClientProperties.SeededClient;
import org.exeunt.idp.configuration.ConfigurationFault;
import org.jspecify.annotations.Nullable;

/** Turns configuration into a relying party, or says what is wrong with it. */
final class Registration {

    private static final Set<String> SCHEMES_THAT_RUN_CODE =
            Set.of("javascript", "data", "vbscript", "blob", "file", "about");

    /** As the column has it. */
    private static final int LONGEST_NAME = 200;

    /** As the column of a token has it. */
    private static final int LONGEST_AUDIENCE = 2_000;

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String key;
    private final boolean isPublic;

    private Registration(String key, boolean isPublic) {
        this.key = key;
        this.isPublic = isPublic;
    }

    /**
     * The relying party that is configured by the entry with this key.
     *
     * @throws IllegalArgumentException with the first of the {@link #faults}, if there are some
     */
    static RelyingParty of(String key, SeededClient configured) {
        return new Registration(key, configured.secret() == null).relyingParty(configured);
    }

    /** What would register something dangerous or useless; empty if the entry can be registered. */
    static List<ConfigurationFault> faults(String key, SeededClient configured) {
        var registration = new Registration(key, configured.secret() == null);
        return registration.parts(configured).stream()
                .flatMap(part -> {
                    try {
                        part.run();
                        return Stream.empty();
                    } catch (Wrong wrong) {
                        return Stream.of(wrong.fault);
                    }
                })
                .distinct()
                .toList();
    }

    /** Each can be wrong by itself. */
    private List<Runnable> parts(SeededClient configured) {
        return List.of(
                () -> clientId(configured),
                () -> name(configured),
                () -> secretHash(configured.secret()),
                () -> refusePrivilegedGrants(configured),
                () -> refusePrivilegedScopes(configured),
                () -> requireRedirectUris(configured),
                () -> requirePkce(configured),
                () -> grantTypes(configured.grantTypes()),
                () -> targets("redirect-uris", configured.redirectUris()),
                () -> targets("post-logout-redirect-uris", configured.postLogoutRedirectUris()),
                () -> origins(configured.allowedOrigins()),
                () -> logoutUri("back-channel-logout-uri", configured.backChannelLogoutUri()),
                () -> frontChannel(configured),
                () -> firstParty(configured),
                () -> audiences(configured.audiences()),
                () -> resourceServer(configured),
                () -> resourceUris(configured));
    }

    private RelyingParty relyingParty(SeededClient configured) {
        parts(configured).forEach(Runnable::run);
        return new RelyingParty(
                clientId(configured),
                name(configured),
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
                firstParty(configured),
                configured.idTokenClaims(),
                audiences(configured.audiences()),
                resourceServer(configured),
                resourceUris(configured));
    }

    private ClientId clientId(SeededClient configured) {
        try {
            return new ClientId(configured.clientId(key));
        } catch (IllegalArgumentException unusable) {
            throw wrong("id", "cannot be used: " + unusable.getMessage(), "Choose another one.");
        }
    }

    private String name(SeededClient configured) {
        String name = configured.name() == null ? configured.clientId(key) : configured.name();
        if (name.length() > LONGEST_NAME) {
            throw wrong("name", "has more than " + LONGEST_NAME + " characters", "Shorten it.");
        }
        return name;
    }

    private void requireRedirectUris(SeededClient configured) {
        if (configured.grantTypes().contains("authorization_code")
                && configured.redirectUris().isEmpty()) {
            throw wrong(
                    "redirect-uris",
                    "are needed for the grant type authorization_code",
                    "Write where sign-ins return to; for a client that signs nobody in set grant-types, for example to"
                            + " client_credentials.");
        }
    }

    private void requirePkce(SeededClient configured) {
        if (!configured.requirePkce() && isPublic) {
            throw wrong(
                    "require-pkce",
                    "cannot be false without a secret: an intercepted code could be used",
                    "Remove the line, or set a secret.");
        }
    }

    /** The application gets to know passwords: so it is no server, and users are not asked for consent first. */
    private boolean firstParty(SeededClient configured) {
        if (configured.firstParty() && !isPublic) {
            throw wrong(
                    "first-party",
                    "is for applications on people's devices, which have no secret",
                    "Remove the line, or the secret.");
        }
        if (configured.firstParty() && configured.requireConsent()) {
            throw wrong(
                    "first-party",
                    "and require-consent cannot both be: there is no page to ask on",
                    "Remove one of the two lines.");
        }
        if (configured.firstParty() && !configured.grantTypes().contains("authorization_code")) {
            throw wrong("first-party", "needs the grant type authorization_code", "Add it to grant-types.");
        }
        return configured.firstParty();
    }

    /** Whether each names a resource server is for {@link AudienceCheck}, which knows the other clients. */
    private Set<String> audiences(Set<String> configured) {
        if (String.join("\n", configured).length() > LONGEST_AUDIENCE) {
            throw wrong(
                    "audiences",
                    "have more than " + LONGEST_AUDIENCE + " characters in all",
                    "A token for so many resource servers is worth much to each of them: use several clients.");
        }
        return configured;
    }

    private boolean resourceServer(SeededClient configured) {
        if (configured.resourceServer() && isPublic) {
            throw wrong(
                    "resource-server",
                    "needs a secret: anyone who sends this client_id could introspect tokens",
                    "Set a secret, or remove the line.");
        }
        return configured.resourceServer();
    }

    private Set<String> resourceUris(SeededClient configured) {
        if (!configured.resourceUris().isEmpty() && !configured.resourceServer()) {
            throw wrong(
                    "resource-uris",
                    "have no effect without resource-server",
                    "Set resource-server to true, or remove the line. What this client gets tokens for belongs into"
                            + " audiences.");
        }
        for (String uri : configured.resourceUris()) {
            if (!isResource(uri)) {
                throw wrong(
                        "resource-uris",
                        "'" + uri + "' is not an absolute URI without fragment",
                        "It must look like https://api.example/orders.");
            }
        }
        return configured.resourceUris();
    }

    /** Whether this is an absolute URI without fragment (RFC 8707, section 2). */
    static boolean isResource(String text) {
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() && uri.getRawFragment() == null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /** Anyone can send the client_id of a public client, and could use whatever it alone opens. */
    private void refusePrivilegedGrants(SeededClient configured) {
        for (String grantType : configured.grantTypes()) {
            if (isPublic && Privileges.isPrivilegedGrant(grantType)) {
                throw wrong(
                        "grant-types",
                        "'" + grantType + "' needs a secret: anyone who sends this client_id would get its tokens",
                        "Set a secret, or remove the grant type.");
            }
        }
    }

    private void refusePrivilegedScopes(SeededClient configured) {
        for (String scope : configured.scopes()) {
            if (isPublic && Privileges.isPrivilegedScope(scope)) {
                throw wrong(
                        "scopes",
                        "'" + scope + "' needs a secret: it opens an interface of this server to programs that prove"
                                + " their identity",
                        "Set a secret, or remove the scope.");
            }
        }
    }

    private Set<String> grantTypes(Set<String> configured) {
        if (configured.isEmpty()) {
            throw wrong(
                    "grant-types",
                    "is empty, so that the client could do nothing",
                    "Remove the line for authorization_code and refresh_token.");
        }
        for (String grantType : configured) {
            if (!GrantTypes.OFFERED.contains(grantType)) {
                throw wrong(
                        "grant-types",
                        "'" + grantType + "' is not offered",
                        "Choose from " + String.join(", ", GrantTypes.OFFERED) + ".");
            }
        }
        return configured;
    }

    /**
     * At the origin of a redirect URI, and by plain http only for a client that can keep a secret (Front-Channel Logout 1.0,
     * section 2).
     */
    private @Nullable FrontChannel frontChannel(SeededClient configured) {
        String property = "front-channel-logout-uri";
        URI uri = logoutUri(property, configured.frontChannelLogoutUri());
        if (uri == null) {
            return null;
        }
        if ("http".equals(uri.getScheme()) && isPublic) {
            throw notHttps(property, uri.toString());
        }
        Optional<Origin> origin = Origin.of(uri.toString());
        if (configured.redirectUris().stream().map(Origin::of).noneMatch(origin::equals)) {
            throw wrong(
                    property,
                    "'" + uri + "' must have the scheme, host and port of a redirect-uri",
                    "Serve that page where the application is.");
        }
        return new FrontChannel(uri, configured.frontChannelLogoutSessionRequired());
    }

    /** An absolute http(s) URI without fragment (Back-Channel Logout 1.0, section 2.2); a query is kept. */
    private @Nullable URI logoutUri(String property, @Nullable String configured) {
        if (configured == null || configured.isBlank()) {
            return null;
        }
        URI uri = uri(property, configured);
        boolean isHttp = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        if (!isHttp || uri.getHost() == null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
            throw wrong(
                    property,
                    "'" + configured + "' is no address of the web without fragment and user name",
                    "It must look like https://shop.example/logout.");
        }
        requireSafety(property, uri);
        return uri;
    }

    private @Nullable String secretHash(@Nullable String secret) {
        if (secret == null) {
            return null;
        }
        if (secret.length() < ClientSecret.MINIMUM_LENGTH) {
            throw guessable(ClientSecret.MINIMUM_LENGTH + " characters");
        }
        if (secret.chars().distinct().count() < ClientSecret.MINIMUM_DISTINCT) {
            throw guessable(ClientSecret.MINIMUM_DISTINCT + " different characters");
        }
        return ClientSecret.hash(secret);
    }

    private Wrong guessable(String minimum) {
        return wrong(
                "secret",
                "has fewer than " + minimum + " and could be guessed",
                "Let a machine make it (openssl rand -base64 32), or remove the line for a public client.");
    }

    private Set<String> targets(String property, Set<String> uris) {
        uris.forEach(uri -> requireTarget(property, uri));
        return uris;
    }

    private void requireTarget(String property, String text) {
        URI uri = uri(property, text);
        String scheme = uri.getScheme();
        if (scheme == null || SCHEMES_THAT_RUN_CODE.contains(scheme.toLowerCase(Locale.ROOT))) {
            throw wrong(
                    property,
                    "'" + text + "' has no scheme that leads to the application",
                    "It must look like https://shop.example/callback, or com.example.app:/callback.");
        }
        if (uri.getRawFragment() != null || uri.getRawUserInfo() != null || text.contains("*")) {
            throw wrong(
                    property,
                    "'" + text + "' may have no fragment, user name or wildcard",
                    "Register each address as it is sent.");
        }
        requireSafety(property, uri);
    }

    private URI uri(String property, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException malformed) {
            throw wrong(property, "'" + text + "' is not a URI", "Percent-encode characters that a URI cannot have.");
        }
    }

    /**
     * Http without s is for clients that authenticate, and for programs on the user's own machine (RP-Initiated Logout 1.0,
     * section 3.1; Back-Channel Logout 1.0, section 2.2; RFC 8252, section 7.3).
     */
    private void requireSafety(String property, URI uri) {
        if (isPublic && "http".equalsIgnoreCase(uri.getScheme()) && !LOOPBACK.contains(String.valueOf(uri.getHost()))) {
            throw notHttps(property, uri.toString());
        }
    }

    private Wrong notHttps(String property, String uri) {
        return wrong(
                property, "'" + uri + "' must be https for a client without a secret", "Use https, or set a secret.");
    }

    private Set<Origin> origins(Set<String> configured) {
        Set<Origin> origins = new LinkedHashSet<>();
        for (String text : configured) {
            origins.add(Origin.of(text)
                    .filter(origin -> origin.value().equals(text))
                    .orElseThrow(() -> wrong(
                            "allowed-origins",
                            "'" + text + "' is no origin as browsers send it",
                            "It must look like https://shop.example, in small letters, without a path.")));
        }
        return origins;
    }

    private Wrong wrong(String property, String problem, String remedy) {
        return new Wrong(new ConfigurationFault("exeunt.clients." + key + "." + property, problem, remedy));
    }

    private static final class Wrong extends IllegalArgumentException {

        private final transient ConfigurationFault fault;

        Wrong(ConfigurationFault fault) {
            super(fault.toString());
            this.fault = fault;
        }
    }
}
