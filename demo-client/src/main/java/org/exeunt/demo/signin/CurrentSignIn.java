package org.exeunt.demo.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Optional;
import org.exeunt.demo.server.Token;
import org.exeunt.demo.server.Tokens;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;

/** The sign-in of the browser that sent this request. */
@Component
public class CurrentSignIn {

    /** The name under which Spring Security knows the identity provider; part of the redirect URI. */
    public static final String REGISTRATION = "exeunt";

    private static final Logger log = LoggerFactory.getLogger(CurrentSignIn.class);

    private final OAuth2AuthorizedClientRepository authorizedClients;
    private final OAuth2AuthorizedClientManager tokenKeeper;
    private final SignIns signIns;

    CurrentSignIn(
            OAuth2AuthorizedClientRepository authorizedClients,
            OAuth2AuthorizedClientManager tokenKeeper,
            SignIns signIns) {
        this.authorizedClients = authorizedClients;
        this.tokenKeeper = tokenKeeper;
        this.signIns = signIns;
    }

    /** Who is signed in; empty if nobody is. */
    public Optional<SignedIn> find(HttpServletRequest request) {
        return authentication().map(signedIn -> {
            OidcUser user = (OidcUser) signedIn.getPrincipal();
            return new SignedIn(
                    user.getFullName() == null ? signedIn.getName() : user.getFullName(),
                    user.getEmail(),
                    user.getClaimAsString("sid"),
                    user.getAuthenticatedAt(),
                    tokens(authorizedClients.loadAuthorizedClient(REGISTRATION, signedIn, request)));
        });
    }

    /** When the identity provider signed this browser out here, behind its back; empty if it did not. */
    public Optional<Instant> endedByBackChannel(HttpServletRequest request) {
        // The session is gone, the cookie that named it is not.
        return Optional.ofNullable(request.getRequestedSessionId()).flatMap(signIns::endedByBackChannel);
    }

    /** The access token, refreshed if it has run out. Changes nothing about who is signed in. */
    public FreshToken freshToken(HttpServletRequest request, HttpServletResponse response) {
        Optional<OAuth2AuthenticationToken> signedIn = authentication();
        if (signedIn.isEmpty()) {
            return new FreshToken.Ended();
        }
        return refreshed(signedIn.get(), request, response);
    }

    private FreshToken refreshed(
            OAuth2AuthenticationToken signedIn, HttpServletRequest request, HttpServletResponse response) {
        OAuth2AuthorizeRequest authorize = OAuth2AuthorizeRequest.withClientRegistrationId(REGISTRATION)
                .principal(signedIn)
                .attribute(HttpServletRequest.class.getName(), request)
                .attribute(HttpServletResponse.class.getName(), response)
                .build();
        try {
            Tokens tokens = tokens(tokenKeeper.authorize(authorize));
            return tokens == null ? new FreshToken.Ended() : new FreshToken.Usable(tokens);
        } catch (OAuth2AuthorizationException refused) {
            String code = refused.getError().getErrorCode();
            log.info("The identity provider did not refresh the access token: {}", code);
            return code.equals(OAuth2ErrorCodes.INVALID_GRANT) ? new FreshToken.Ended() : new FreshToken.NoAnswer();
        }
    }

    private static Optional<OAuth2AuthenticationToken> authentication() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof OAuth2AuthenticationToken signedIn
                ? Optional.of(signedIn)
                : Optional.empty();
    }

    private static @Nullable Tokens tokens(@Nullable OAuth2AuthorizedClient client) {
        if (client == null) {
            return null;
        }
        return new Tokens(
                new Token(client.getAccessToken().getTokenValue()),
                client.getAccessToken().getExpiresAt(),
                client.getRefreshToken() == null
                        ? null
                        : new Token(client.getRefreshToken().getTokenValue()));
    }
}
