package org.exeunt.idp.authorization.request;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.authorization.IdTokenHint;
import org.exeunt.idp.authorization.IdTokenHints;
import org.exeunt.idp.session.SsoAuthentication;
import org.jspecify.annotations.Nullable;

/**
 * The requirements of an authorization request on the sign-in (OpenID Connect Core 1.0, section 3.1.2.1).
 *
 * @param anew whether the user must authenticate again for this request
 * @param maximumAge maximum time since the user authenticated
 * @param person the user who must be signed in
 */
record SignInRequirements(boolean anew, Optional<Duration> maximumAge, Optional<Subject> person) {

    /** Both lead to the sign-in page, where another user may sign in as well. */
    private static final Set<String> PROMPTS_FOR_A_SIGN_IN = Set.of("login", "select_account");

    private static final int LONGEST_HINT = 16_000;

    /** An unreadable value requires nothing here: {@link AuthorizationRequestValidator} refuses the request. */
    static SignInRequirements of(HttpServletRequest request, IdTokenHints hints) {
        String prompt = request.getParameter("prompt");
        String hint = request.getParameter("id_token_hint");
        Optional<Duration> maximumAge = maximumAge(request.getParameter("max_age"));
        boolean anew = prompt != null && List.of(prompt.split(" ")).stream().anyMatch(PROMPTS_FOR_A_SIGN_IN::contains);
        return new SignInRequirements(
                anew || maximumAge.filter(Duration::isZero).isPresent(),
                maximumAge,
                Optional.ofNullable(hint)
                        .filter(jwt -> jwt.length() <= LONGEST_HINT)
                        .flatMap(hints::verify)
                        .map(IdTokenHint::subject));
    }

    /** Seconds; empty if it is absent, or no number of seconds. */
    static Optional<Duration> maximumAge(@Nullable String maxAge) {
        return maxAge != null && maxAge.matches("\\d{1,10}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(maxAge)))
                : Optional.empty();
    }

    boolean satisfiedBy(SsoAuthentication signedIn, Instant now) {
        boolean recent = maximumAge
                .map(age -> !signedIn.authenticatedAt().plus(age).isBefore(now))
                .orElse(true);
        return !anew && recent && person.map(signedIn.subject()::equals).orElse(true);
    }
}
