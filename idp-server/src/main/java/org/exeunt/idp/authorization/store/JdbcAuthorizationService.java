package org.exeunt.idp.authorization.store;

import static java.util.stream.Collectors.toCollection;

import java.security.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.database.GuardedWriter;
import org.exeunt.idp.session.SsoAuthentication;
import org.exeunt.idp.session.SsoSessions;
import org.exeunt.idp.token.AuthorizationId;
import org.exeunt.idp.token.Authorizations;
import org.exeunt.idp.token.Authorizations.Authorization;
import org.exeunt.idp.token.TokenHash;
import org.exeunt.idp.token.TokenKind;
import org.exeunt.idp.token.Tokens;
import org.exeunt.idp.token.Tokens.Token;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.OAuth2UserCode;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenClaimNames;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The framework's port for what it issued, on our two tables.
 *
 * <p>The framework reads an authorization, checks it, and writes a changed copy back; in between anything can happen. So
 * writing is where it is decided: {@link #save} takes the lock that conflicts with the end of the session, then the one
 * that conflicts with the end of the authorization, then uses up the presented value by a conditional update. Whoever
 * fails at one of them gets {@code invalid_grant}, and nothing is issued (invariants 1 and 3).
 *
 * <p>What is presented a second time is the business of {@link PresentedGrants}.
 */
@Component
class JdbcAuthorizationService implements OAuth2AuthorizationService {

    /** Attribute with the {@link Token} row by which an authorization was found. */
    private static final String PRESENTED = JdbcAuthorizationService.class.getName() + ".presented";

    private static final long CONSENT_MINUTES = 60;

    private final Authorizations authorizations;
    private final Tokens tokens;
    private final SsoSessions sessions;
    private final AuthorizationMapper objects;
    private final GuardedWriter writer;
    private final TransactionOperations transaction;
    private final PresentedGrants grants;
    private final InstantSource clock;

    JdbcAuthorizationService(
            Authorizations authorizations,
            Tokens tokens,
            SsoSessions sessions,
            AuthorizationMapper objects,
            GuardedWriter writer,
            TransactionOperations transaction,
            PresentedGrants grants,
            InstantSource clock) {
        this.authorizations = authorizations;
        this.tokens = tokens;
        this.sessions = sessions;
        this.objects = objects;
        this.writer = writer;
        this.transaction = transaction;
        this.grants = grants;
        this.clock = clock;
    }

    @Override
    public void save(OAuth2Authorization authorization) {
        Written written = Objects.requireNonNull(transaction.execute(_ -> write(authorization)));
        Token presented = authorization.getAttribute(PRESENTED);
        switch (written) {
            case ALL -> {}
            case NOTHING -> throw refusal(presented);
            case NOTHING_USED_TWICE ->
                throw PresentedGrants.usedTwice(
                        Objects.requireNonNull(presented).kind());
        }
    }

    @Override
    public void remove(OAuth2Authorization authorization) {
        writer.execute(authorizations.ending(List.of(new AuthorizationId(authorization.getId()))), List.of());
    }

    @Override
    public @Nullable OAuth2Authorization findById(String id) {
        return authorizations
                .findLive(new AuthorizationId(id))
                .map(found ->
                        objects.from(found, tokens.of(found.id()), null, null).build())
                .orElse(null);
    }

    @Override
    public @Nullable OAuth2Authorization findByToken(String presented, @Nullable OAuth2TokenType type) {
        Optional<Token> token = tokens.find(TokenHash.of(presented))
                .filter(found -> type == null || found.kind().parameterName().equals(type.getValue()));
        if (token.isEmpty() || isForgottenConsent(token.get())) {
            return null;
        }
        if (token.get().isConsumed() && !isFoundAfterUse(token.get())) {
            return null;
        }
        return authorizations
                .findLive(token.get().authorization())
                .map(found -> objects.from(found, siblings(token.get()), token.get(), presented)
                        .attribute(PRESENTED, token.get())
                        .build())
                .orElse(null);
    }

    /**
     * A used code is found, as used, so that the framework verifies the {@code code_verifier}: only then {@link PresentedGrants} takes it
     * for a replay.
     */
    private boolean isFoundAfterUse(Token token) {
        return token.kind() == TokenKind.CODE || isOfDeniedDevice(token);
    }

    /**
     * The framework answers {@code access_denied} to a consumed device code (RFC 8628, section 3.5), which is right
     * unless tokens were issued for it.
     */
    private boolean isOfDeniedDevice(Token token) {
        return token.kind() == TokenKind.DEVICE_CODE
                && tokens.of(token.authorization()).stream().noneMatch(other -> other.kind() == TokenKind.ACCESS_TOKEN);
    }

    /** The framework does not check the age of a consent page's state. */
    private boolean isForgottenConsent(Token token) {
        return token.kind() == TokenKind.STATE && !token.isUsable(clock.instant());
    }

    /** Only a device flow needs other values of its authorization than the presented one. */
    private List<Token> siblings(Token presented) {
        return switch (presented.kind()) {
            case DEVICE_CODE, USER_CODE, STATE -> tokens.of(presented.authorization());
            case CODE, ACCESS_TOKEN, REFRESH_TOKEN -> List.of(presented);
        };
    }

    /**
     * A browser whose session ended before it got a code is asked to sign in; a client with an ended grant gets an
     * error.
     */
    private static AuthenticationException refusal(@Nullable Token presented) {
        return presented == null || presented.kind() == TokenKind.STATE
                ? new InsufficientAuthenticationException("the session ended meanwhile")
                : new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
    }

    private Written write(OAuth2Authorization object) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Token presented = object.getAttribute(PRESENTED);
        List<Token> issued = issued(object, presented, now);
        if (!isWithinItsSession(object, presented, issued)) {
            return Written.NOTHING;
        }
        var id = new AuthorizationId(object.getId());
        Optional<Authorization> known = authorizations.findAndLock(id);
        if (presented != null && known.map(Authorization::isEnded).orElse(true)) {
            return Written.NOTHING;
        }
        if (presented != null && isUsedUp(presented, object) && !tokens.spend(presented.hash(), now)) {
            if (presented.kind().isSingleUseCredential()) {
                grants.endReplayed(id, presented.kind());
                return Written.NOTHING_USED_TWICE;
            }
            return Written.NOTHING;
        }
        Authorization row =
                objects.toRow(object, known.map(Authorization::createdAt).orElse(now));
        known.ifPresentOrElse(_ -> authorizations.update(row), () -> authorizations.insert(row));
        issued.forEach(tokens::insert);
        invalidated(object).forEach(hash -> tokens.spend(hash, now));
        return Written.ALL;
    }

    /**
     * Whether the session of the authorization is live, which this transaction then keeps it. An offline authorization may refresh
     * after its session; before its first tokens it is bound to the session like any other.
     *
     * <p>The client takes part in the session from its first token on. A pending consent, an authorization code, and a device that was
     * verified but has no tokens yet do not count: none of them proves that the client itself took part in the sign-in.
     */
    private boolean isWithinItsSession(OAuth2Authorization object, @Nullable Token presented, List<Token> issued) {
        if (!(object.getAttribute(Principal.class.getName()) instanceof SsoAuthentication person)) {
            return true;
        }
        boolean outlivesSession = presented != null
                && presented.kind() == TokenKind.REFRESH_TOKEN
                && object.getAuthorizedScopes().contains("offline_access");
        if (outlivesSession) {
            return true;
        }
        boolean getsTokens = issued.stream().anyMatch(token -> token.kind() == TokenKind.ACCESS_TOKEN);
        return getsTokens
                ? sessions.join(person.sid(), new ClientId(object.getRegisteredClientId()))
                : sessions.holdLive(person.sid());
    }

    private static boolean isUsedUp(Token presented, OAuth2Authorization object) {
        return switch (presented.kind()) {
            case CODE -> isInvalidated(object.getToken(OAuth2AuthorizationCode.class));
            case DEVICE_CODE -> isInvalidated(object.getToken(OAuth2DeviceCode.class));
            case USER_CODE -> isInvalidated(object.getToken(OAuth2UserCode.class));
            case REFRESH_TOKEN ->
                !holds(object.getRefreshToken(), presented) || isInvalidated(object.getRefreshToken());
            case STATE -> {
                String state = object.getAttribute(OAuth2ParameterNames.STATE);
                yield state == null || !TokenHash.inObject(state).equals(presented.hash());
            }
            case ACCESS_TOKEN -> false;
        };
    }

    private static boolean holds(OAuth2Authorization.@Nullable Token<?> token, Token row) {
        return token != null
                && TokenHash.inObject(token.getToken().getTokenValue()).equals(row.hash());
    }

    private static boolean isInvalidated(OAuth2Authorization.@Nullable Token<?> token) {
        return token != null && token.isInvalidated();
    }

    /** The new values in the object: neither a placeholder nor the presented one. */
    private static List<Token> issued(OAuth2Authorization object, @Nullable Token presented, Instant now) {
        List<Token> issued = new ArrayList<>();
        add(issued, object, presented, object.getToken(OAuth2AuthorizationCode.class), TokenKind.CODE);
        add(issued, object, presented, object.getToken(OAuth2AccessToken.class), TokenKind.ACCESS_TOKEN);
        add(issued, object, presented, object.getToken(OAuth2RefreshToken.class), TokenKind.REFRESH_TOKEN);
        add(issued, object, presented, object.getToken(OAuth2DeviceCode.class), TokenKind.DEVICE_CODE);
        add(issued, object, presented, object.getToken(OAuth2UserCode.class), TokenKind.USER_CODE);
        String state = object.getAttribute(OAuth2ParameterNames.STATE);
        if (state != null) {
            Instant expiresAt = now.plus(CONSENT_MINUTES, ChronoUnit.MINUTES);
            add(issued, object, presented, state, TokenKind.STATE, Set.of(), Set.of(), now, expiresAt);
        }
        return issued;
    }

    private static void add(
            List<Token> issued,
            OAuth2Authorization object,
            @Nullable Token presented,
            OAuth2Authorization.@Nullable Token<? extends OAuth2Token> token,
            TokenKind kind) {
        if (token != null) {
            OAuth2Token value = token.getToken();
            add(
                    issued,
                    object,
                    presented,
                    value.getTokenValue(),
                    kind,
                    value instanceof OAuth2AccessToken access ? access.getScopes() : Set.of(),
                    kind == TokenKind.ACCESS_TOKEN ? audience(token.getClaims()) : Set.of(),
                    Objects.requireNonNull(value.getIssuedAt()),
                    Objects.requireNonNull(value.getExpiresAt()));
        }
    }

    private static void add(
            List<Token> issued,
            OAuth2Authorization object,
            @Nullable Token presented,
            String value,
            TokenKind kind,
            Set<String> scopes,
            Set<String> audience,
            Instant issuedAt,
            Instant expiresAt) {
        TokenHash hash = TokenHash.inObject(value);
        if (!TokenHash.isPlaceholder(value)
                && (presented == null || !presented.hash().equals(hash))) {
            issued.add(new Token(
                    hash, new AuthorizationId(object.getId()), kind, scopes, audience, issuedAt, expiresAt, null));
        }
    }

    /** The claim {@code aud} of a new access token. */
    private static Set<String> audience(@Nullable Map<String, Object> claims) {
        return claims != null && claims.get(OAuth2TokenClaimNames.AUD) instanceof Collection<?> audience
                ? audience.stream().map(String::valueOf).collect(toCollection(LinkedHashSet::new))
                : Set.of();
    }

    /** The codes of a device are consumed together, whichever of them was presented. */
    private static List<TokenHash> invalidated(OAuth2Authorization object) {
        List<TokenHash> hashes = new ArrayList<>();
        for (var type : List.of(OAuth2DeviceCode.class, OAuth2UserCode.class)) {
            OAuth2Authorization.Token<? extends OAuth2Token> token = object.getToken(type);
            if (token != null && token.isInvalidated()) {
                hashes.add(TokenHash.inObject(token.getToken().getTokenValue()));
            }
        }
        return hashes;
    }

    private enum Written {
        ALL,
        NOTHING,
        /** Another request used the code or refresh token in the meantime. */
        NOTHING_USED_TWICE
    }
}
