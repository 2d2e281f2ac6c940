package org.exeunt.idp.logout.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.authorization.AccessTokenPrincipal;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.issuer.Issuer;
import org.exeunt.idp.logout.LogoutOutcome;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Global Token Revocation (draft-parecki-oauth-global-token-revocation): ends all sessions, tokens and pending
 * sign-ins of a user. Subjects are named as {@code iss_sub} or {@code opaque} (RFC 9493).
 */
@RestController
class GlobalTokenRevocationController {

    private final LogoutService logoutService;
    private final Issuer issuer;

    GlobalTokenRevocationController(LogoutService logoutService, Issuer issuer) {
        this.logoutService = logoutService;
        this.issuer = issuer;
    }

    @PostMapping(path = "/oauth2/global-token-revocation", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> revoke(
            @AuthenticationPrincipal AccessTokenPrincipal caller, @RequestBody(required = false) @Nullable Body body) {
        return revoke(caller.token().client(), body);
    }

    private ResponseEntity<?> revoke(ClientId caller, @Nullable Body body) {
        SubjectIdentifier named = body == null ? null : body.subject();
        if (named == null || named.format() == null) {
            return ResponseEntity.badRequest().build();
        }
        return switch (named.format()) {
            case "opaque" -> revoke(caller, named.id());
            case "iss_sub" -> {
                if (named.iss() == null || named.sub() == null) {
                    yield ResponseEntity.badRequest().build();
                }
                yield named.iss().equals(issuer.toString())
                        ? revoke(caller, named.sub())
                        : ResponseEntity.notFound().build();
            }
            default -> ResponseEntity.status(HttpStatus.UNPROCESSABLE_CONTENT).build();
        };
    }

    private ResponseEntity<?> revoke(ClientId caller, @Nullable String subject) {
        if (subject == null || subject.isBlank()) {
            return ResponseEntity.badRequest().build();
        }
        if (subject.length() > Subject.MAXIMUM_LENGTH) {
            return ResponseEntity.notFound().build();
        }
        return switch (logoutService.logout(new LogoutRequest.AdminLogout(caller, new Subject(subject)))) {
            case LogoutOutcome.EndedSeveral _ -> ResponseEntity.noContent().build();
            case LogoutOutcome.Refused _ -> ResponseEntity.notFound().build();
        };
    }

    /** The request. */
    record Body(@JsonProperty("sub_id") @Nullable SubjectIdentifier subject) {}

    /** A subject identifier of RFC 9493. */
    record SubjectIdentifier(
            @Nullable String format,
            @Nullable String iss,
            @Nullable String sub,
            @Nullable String id) {}
}
