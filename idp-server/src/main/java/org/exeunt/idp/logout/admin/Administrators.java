package org.exeunt.idp.logout.admin;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.exeunt.idp.authorization.Authorizations;
import org.exeunt.idp.authorization.IssuedToken;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParties;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Which programs may end what belongs to other people: those that present a live access token of their own, got by client
 * credentials, with the scope {@code exeunt.admin}. A token that a person granted is never enough, whatever its scopes.
 */
@Component
class Administrators {

    static final String SCOPE = "exeunt.admin";

    private static final String BEARER = "bearer ";

    private final Authorizations authorizations;
    private final RelyingParties relyingParties;

    Administrators(Authorizations authorizations, RelyingParties relyingParties) {
        this.authorizations = authorizations;
        this.relyingParties = relyingParties;
    }

    /**
     * Lets a program do something, or answers why it may not. The token is looked at once: what it vouches for holds for the
     * whole request, also if it is revoked meanwhile.
     *
     * @param authorization the header of that name, empty if there is none
     * @param act what it wants to do, as whom
     */
    ResponseEntity<?> admit(String authorization, Function<ClientId, ResponseEntity<?>> act) {
        Optional<IssuedToken> token = authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? authorizations.find(authorization.substring(BEARER.length()).strip())
                : Optional.empty();
        if (token.filter(IssuedToken::isLiveAccessToken).isEmpty()) {
            return refusal(HttpStatus.UNAUTHORIZED, "Bearer error=\"invalid_token\"");
        }
        boolean itsOwn = token.get().subject().isEmpty();
        // The token may be older than the registration: what a client got that needs no secret any more counts for
        // nothing.
        boolean confidential = relyingParties
                .find(token.get().client())
                .filter(client -> !client.isPublic())
                .isPresent();
        return itsOwn && confidential && token.get().scopes().contains(SCOPE)
                ? act.apply(token.get().client())
                : refusal(HttpStatus.FORBIDDEN, "Bearer error=\"insufficient_scope\", scope=\"" + SCOPE + "\"");
    }

    private static ResponseEntity<Object> refusal(HttpStatus status, String challenge) {
        return ResponseEntity.status(status)
                .header(HttpHeaders.WWW_AUTHENTICATE, challenge)
                .build();
    }
}
