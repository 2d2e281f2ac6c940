package org.exeunt.idp.authorization.client;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;
import static org.springframework.security.web.util.matcher.RequestMatchers.anyOf;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.token.Authorizations;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.CorsUtils;

/**
 * Which endpoints of the authorization server scripts of other origins may read.
 *
 * <ul>
 *   <li>Metadata and keys: scripts of any origin. They are public.
 *   <li>Token, revocation and UserInfo endpoint: scripts of the {@code allowed-origins} of a public client, without cookies. A preflight
 *       request names no client, and neither does a request that is refused before its client is known: both are answered for the
 *       origins of all public clients. Any other answer is for the origins of the client that the request names; at the UserInfo
 *       endpoint, of the client to which the access token was issued.
 *   <li>All others, also for clients with a secret: none.
 * </ul>
 *
 * <p>A request of another origin is processed as any other and its answer has no CORS headers: confidential clients may forward an
 * {@code Origin} header that their own users' browsers sent.
 */
public final class OAuthCors implements CorsConfigurationSource {

    private static final RequestMatcher METADATA = anyOf(pathPattern("/.well-known/**"), pathPattern("/oauth2/jwks"));

    private static final RequestMatcher BY_CLIENT_ID =
            anyOf(pathPattern("/oauth2/token"), pathPattern("/oauth2/revoke"));

    private static final RequestMatcher USER_INFO = pathPattern("/userinfo");

    private static final Duration PREFLIGHT_CACHED = Duration.ofMinutes(10);

    private final RelyingParties relyingParties;
    private final PresentedClientReader presentedClients;
    private final Authorizations authorizations;
    private final BearerTokenResolver accessTokens;

    /** @param accessTokens finds the access token of a request to the UserInfo endpoint */
    public OAuthCors(RelyingParties relyingParties, Authorizations authorizations, BearerTokenResolver accessTokens) {
        this.relyingParties = relyingParties;
        this.presentedClients = new PresentedClientReader(relyingParties);
        this.authorizations = authorizations;
        this.accessTokens = accessTokens;
    }

    /** Matches the preflight requests that the endpoints' own matchers do not: those match GET and POST only. */
    public static RequestMatcher preflights() {
        RequestMatcher endpoints = anyOf(METADATA, BY_CLIENT_ID, USER_INFO);
        return request -> CorsUtils.isPreFlightRequest(request) && endpoints.matches(request);
    }

    @Override
    public @Nullable CorsConfiguration getCorsConfiguration(HttpServletRequest request) {
        if (METADATA.matches(request)) {
            return anyOrigin();
        }
        String header = request.getHeader(HttpHeaders.ORIGIN);
        boolean forPublicClients = BY_CLIENT_ID.matches(request) || USER_INFO.matches(request);
        if (header == null || !forPublicClients) {
            return null;
        }
        return Origin.of(header)
                .filter(origin -> mayRead(request, origin))
                .map(OAuthCors::only)
                .orElse(null);
    }

    private boolean mayRead(HttpServletRequest request, Origin origin) {
        if (CorsUtils.isPreFlightRequest(request)) {
            return relyingParties.anyPublicAllows(origin);
        }
        return USER_INFO.matches(request) ? isClientOfToken(request, origin) : isClientPresented(request, origin);
    }

    private boolean isClientOfToken(HttpServletRequest request, Origin origin) {
        return clientOfToken(request)
                .map(client -> isPublicClientOf(client, origin))
                .orElseGet(() -> relyingParties.anyPublicAllows(origin));
    }

    private Optional<RelyingParty> clientOfToken(HttpServletRequest request) {
        try {
            return Optional.ofNullable(accessTokens.resolve(request))
                    .flatMap(authorizations::find)
                    .flatMap(token -> relyingParties.find(token.client()));
        } catch (AuthenticationException malformed) {
            return Optional.empty();
        }
    }

    private boolean isClientPresented(HttpServletRequest request, Origin origin) {
        return presented(request)
                .flatMap(relyingParties::find)
                .map(client -> isPublicClientOf(client, origin))
                .orElseGet(() -> relyingParties.anyPublicAllows(origin));
    }

    private Optional<String> presented(HttpServletRequest request) {
        try {
            return presentedClients.read(request).named();
        } catch (OAuth2AuthenticationException refused) {
            return Optional.empty();
        }
    }

    private static boolean isPublicClientOf(RelyingParty client, Origin origin) {
        return client.isPublic() && client.allows(origin);
    }

    private static CorsConfiguration anyOrigin() {
        var any = new CorsConfiguration();
        any.setAllowedOrigins(List.of(CorsConfiguration.ALL));
        any.setAllowedMethods(List.of(HttpMethod.GET.name()));
        any.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        return any;
    }

    private static CorsConfiguration only(Origin origin) {
        var one = new CorsConfiguration();
        one.setAllowedOrigins(List.of(origin.value()));
        one.setAllowedMethods(List.of(HttpMethod.GET.name(), HttpMethod.POST.name()));
        one.setAllowedHeaders(List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE));
        one.setExposedHeaders(List.of(HttpHeaders.WWW_AUTHENTICATE));
        one.setMaxAge(PREFLIGHT_CACHED);
        return one;
    }
}
