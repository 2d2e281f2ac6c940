package org.exeunt.idp.authorization.device;

import java.util.List;
import java.util.Optional;
import org.exeunt.idp.session.SsoAuthentication;
import org.exeunt.idp.token.Authorizations;
import org.exeunt.idp.token.Authorizations.Authorization;
import org.exeunt.idp.token.TokenHash;
import org.exeunt.idp.token.TokenKind;
import org.exeunt.idp.token.Tokens;
import org.exeunt.idp.token.Tokens.Token;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationConsentAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceVerificationAuthenticationToken;
import org.springframework.stereotype.Component;

/**
 * Takes the answer on the verification page once: if its button is pressed twice, both requests get the outcome of the first. The framework
 * answers the second one with an error, as if nothing had been connected.
 */
@Component
public final class DeviceAnswers {

    private final Tokens tokens;
    private final Authorizations authorizations;

    DeviceAnswers(Tokens tokens, Authorizations authorizations) {
        this.tokens = tokens;
        this.authorizations = authorizations;
    }

    /** Decorates the framework's provider among those of the device verification endpoint. */
    public void decorate(List<AuthenticationProvider> providers) {
        providers.replaceAll(provider -> provider instanceof OAuth2DeviceAuthorizationConsentAuthenticationProvider
                ? new Once(provider, this)
                : provider);
    }

    /** The outcome if this user has answered before; otherwise empty. */
    private Optional<Authentication> earlierOutcome(OAuth2DeviceAuthorizationConsentAuthenticationToken answer) {
        if (!(answer.getPrincipal() instanceof SsoAuthentication user)) {
            return Optional.empty();
        }
        return tokens.find(TokenHash.of(answer.getState()))
                .filter(token -> token.kind() == TokenKind.STATE)
                .filter(this::isAnswered)
                .flatMap(token -> authorizations.findLive(token.authorization()))
                .filter(authorization -> user.subject().equals(authorization.subject()))
                .map(authorization -> outcome(authorization, answer));
    }

    /** The answer, whichever it is, uses up the user code. */
    private boolean isAnswered(Token state) {
        return tokens.of(state.authorization()).stream()
                .anyMatch(token -> token.kind() == TokenKind.USER_CODE && token.isConsumed());
    }

    private static Authentication outcome(
            Authorization authorization, OAuth2DeviceAuthorizationConsentAuthenticationToken answer) {
        if (authorization.scopes().isEmpty()) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.ACCESS_DENIED);
        }
        return new OAuth2DeviceVerificationAuthenticationToken(
                (Authentication) answer.getPrincipal(), answer.getUserCode(), answer.getClientId());
    }

    private record Once(AuthenticationProvider framework, DeviceAnswers answers) implements AuthenticationProvider {

        /** @throws AuthenticationException {@code access_denied} if the answer was no, or what the framework's provider throws */
        @Override
        public @Nullable Authentication authenticate(Authentication authentication) {
            var answer = (OAuth2DeviceAuthorizationConsentAuthenticationToken) authentication;
            Optional<Authentication> earlier = answers.earlierOutcome(answer);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            try {
                return framework.authenticate(answer);
            } catch (AuthenticationException refused) {
                // The other request may have been faster.
                return answers.earlierOutcome(answer).orElseThrow(() -> refused);
            }
        }

        @Override
        public boolean supports(Class<?> authentication) {
            return framework.supports(authentication);
        }
    }
}
