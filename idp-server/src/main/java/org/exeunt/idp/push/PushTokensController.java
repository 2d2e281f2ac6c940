package org.exeunt.idp.push;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.exeunt.idp.authorization.AccessTokenPrincipal;
import org.exeunt.idp.token.IssuedToken;
import org.exeunt.idp.web.Problems;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/push-tokens}: an application registers and withdraws the push token of a user's device with the user's
 * access token. A push service asks whether a push token is valid, with a token of its own and the scope {@code
 * exeunt.push}.
 */
@RestController
class PushTokensController {

    private final PushTokens pushTokens;

    PushTokensController(PushTokens pushTokens) {
        this.pushTokens = pushTokens;
    }

    @PostMapping(path = "/api/push-tokens", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> register(
            @AuthenticationPrincipal AccessTokenPrincipal caller, @RequestBody(required = false) @Nullable Body body) {
        return ofPerson(caller.token(), body, (token, push) -> switch (pushTokens.register(push, token)) {
            case REGISTERED -> ResponseEntity.noContent().build();
            case TOO_MANY ->
                Problems.answer(
                        HttpStatus.CONFLICT,
                        "too-many-push-tokens",
                        "This sign-in has too many push tokens. Take back those that are not used any more.");
            case OF_ANOTHER_CLIENT ->
                Problems.answer(
                        HttpStatus.CONFLICT,
                        "push-token-of-another-app",
                        "Another app has registered this push token. Register the one that your app got from the push service.");
        });
    }

    /** Succeeds also if it was not registered, or by another authorization. */
    @DeleteMapping(path = "/api/push-tokens", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> drop(
            @AuthenticationPrincipal AccessTokenPrincipal caller, @RequestBody(required = false) @Nullable Body body) {
        return ofPerson(caller.token(), body, (token, push) -> {
            pushTokens.drop(push, token.authorization());
            return ResponseEntity.noContent().build();
        });
    }

    @PostMapping(path = "/api/push-tokens/check", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> check(@RequestBody(required = false) @Nullable Body body) {
        return answer(body, push -> ResponseEntity.ok(new Registered(pushTokens.isRegistered(push))));
    }

    private ResponseEntity<?> ofPerson(
            IssuedToken token, @Nullable Body body, BiFunction<IssuedToken, PushToken, ResponseEntity<?>> then) {
        return answer(
                body,
                push -> token.subject().isPresent()
                        ? then.apply(token, push)
                        : Problems.answer(
                                HttpStatus.FORBIDDEN, "not-a-person", "A push token belongs to a person's sign-in."));
    }

    private static ResponseEntity<?> answer(@Nullable Body body, Function<PushToken, ResponseEntity<?>> then) {
        Optional<PushToken> push = body == null ? Optional.empty() : PushToken.of(body.token());
        return push.isPresent()
                ? then.apply(push.get())
                : Problems.answer(HttpStatus.BAD_REQUEST, "unusable-push-token", "Send {\"token\": \"…\"}.");
    }

    /** The request. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Body(@Nullable String token) {

        @Override
        public String toString() {
            return "Body";
        }
    }

    /** Whether push messages may be sent to the device. */
    record Registered(boolean registered) {}
}
