package org.exeunt.idp.logout.push;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.exeunt.idp.authorization.Authorizations;
import org.exeunt.idp.authorization.IssuedToken;
import org.exeunt.idp.client.RelyingParties;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/push-tokens}: an application registers where its person's device is rung, by the person's access token, and takes
 * it back. What rings devices asks first, by a token of its own with the scope {@code exeunt.push}.
 */
@RestController
class PushTokensController {

    static final String SENDERS = "exeunt.push";

    private static final String BEARER = "bearer ";

    private final Authorizations authorizations;
    private final PushTokens pushTokens;
    private final RelyingParties relyingParties;

    PushTokensController(Authorizations authorizations, PushTokens pushTokens, RelyingParties relyingParties) {
        this.authorizations = authorizations;
        this.relyingParties = relyingParties;
        this.pushTokens = pushTokens;
    }

    @PostMapping(path = "/api/push-tokens", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> register(
            @RequestHeader(defaultValue = "") String authorization,
            @RequestBody(required = false) @Nullable Body body) {
        return ofPerson(
                authorization,
                body,
                (token, push) -> pushTokens.register(push, token.authorization())
                        ? ResponseEntity.noContent().build()
                        : problem(
                                HttpStatus.CONFLICT,
                                "too-many-push-tokens",
                                "This sign-in has too many push tokens. Take back those that are not used any more."));
    }

    /** A success also if it was not registered, or by somebody else. */
    @DeleteMapping(path = "/api/push-tokens", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> drop(
            @RequestHeader(defaultValue = "") String authorization,
            @RequestBody(required = false) @Nullable Body body) {
        return ofPerson(authorization, body, (token, push) -> {
            pushTokens.drop(push, token.authorization());
            return ResponseEntity.noContent().build();
        });
    }

    @PostMapping(path = "/api/push-tokens/check", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> check(
            @RequestHeader(defaultValue = "") String authorization,
            @RequestBody(required = false) @Nullable Body body) {
        return answer(authorization, body, (token, push) -> {
            boolean sender = token.subject().isEmpty()
                    && token.scopes().contains(SENDERS)
                    && relyingParties
                            .find(token.client())
                            .filter(client -> !client.isPublic())
                            .isPresent();
            return sender
                    ? ResponseEntity.ok(new Registered(pushTokens.isRegistered(push)))
                    : ResponseEntity.status(HttpStatus.FORBIDDEN)
                            .header(
                                    HttpHeaders.WWW_AUTHENTICATE,
                                    "Bearer error=\"insufficient_scope\", scope=\"" + SENDERS + "\"")
                            .build();
        });
    }

    private ResponseEntity<?> ofPerson(
            String authorization, @Nullable Body body, BiFunction<IssuedToken, PushToken, ResponseEntity<?>> then) {
        return answer(
                authorization,
                body,
                (token, push) -> token.subject().isPresent()
                        ? then.apply(token, push)
                        : problem(HttpStatus.FORBIDDEN, "not-a-person", "A push token belongs to a person's sign-in."));
    }

    private ResponseEntity<?> answer(
            String authorization, @Nullable Body body, BiFunction<IssuedToken, PushToken, ResponseEntity<?>> then) {
        Optional<IssuedToken> token = authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? authorizations
                        .find(authorization.substring(BEARER.length()).strip())
                        .filter(IssuedToken::isLiveAccessToken)
                : Optional.empty();
        if (token.isEmpty()) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
                    .build();
        }
        Optional<PushToken> push = body == null ? Optional.empty() : PushToken.of(body.token());
        return push.isPresent()
                ? then.apply(token.get(), push.get())
                : problem(HttpStatus.BAD_REQUEST, "unusable-push-token", "Send {\"token\": \"…\"}.");
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String key, String text) {
        var detail = ProblemDetail.forStatusAndDetail(status, text);
        detail.setType(URI.create("/problems/" + key));
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(detail);
    }

    /** The request. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Body(@Nullable String token) {

        @Override
        public String toString() {
            return "Body";
        }
    }

    /** Whether the device may ring. */
    record Registered(boolean registered) {}
}
