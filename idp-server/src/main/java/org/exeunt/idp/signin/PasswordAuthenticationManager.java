package org.exeunt.idp.signin;

import java.util.Objects;
import java.util.Optional;
import org.exeunt.idp.account.SignInAccount;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.throttle.ThrottleDecision;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Checks passwords, within the limits of {@link SignInThrottle}. An unknown username costs one password hash like a
 * known one; Spring's provider sees to that.
 */
@Component
class PasswordAuthenticationManager implements AuthenticationManager {

    private final UserDetailsService accounts;
    private final AuthenticationProvider passwords;
    private final SignInThrottle limits;
    private final SignInOutcomes outcomes;

    PasswordAuthenticationManager(
            UserDetailsService accounts, PasswordEncoder encoder, SignInThrottle limits, SignInOutcomes outcomes) {
        var provider = new DaoAuthenticationProvider(accounts);
        provider.setPasswordEncoder(encoder);
        // Only after the password check: a caller without the password learns nothing about the account.
        provider.setPreAuthenticationChecks(_ -> {});
        provider.setPostAuthenticationChecks(PasswordAuthenticationManager::refuseIfDisabled);
        this.accounts = accounts;
        this.passwords = provider;
        this.limits = limits;
        this.outcomes = outcomes;
    }

    private static void refuseIfDisabled(UserDetails account) {
        if (!account.isEnabled()) {
            throw new DisabledException("the account is disabled");
        }
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        if (!(attempt.getDetails() instanceof AttemptSource origin)) {
            throw new IllegalStateException("an attempt to sign in comes from somewhere");
        }
        // PostgreSQL refuses the character U+0000, and no username contains it.
        String username = attempt.getName().replace('\0', '\uFFFD');
        return switch (limits.admit(username, origin)) {
            case ThrottleDecision.RetryAfter wait -> {
                outcomes.throttled(subjectOf(username), wait.time());
                throw new TooManyAttemptsException(wait.time());
            }
            case ThrottleDecision.Allowed admitted -> {
                Authentication person = check(username, attempt, admitted);
                limits.succeeded(admitted);
                yield person;
            }
        };
    }

    /** A disabled account is only told to who knows its password: the attempt was right, and is not counted as wrong. */
    private Authentication check(String username, Authentication attempt, ThrottleDecision.Allowed admitted) {
        try {
            return Objects.requireNonNull(passwords.authenticate(
                    UsernamePasswordAuthenticationToken.unauthenticated(username, attempt.getCredentials())));
        } catch (DisabledException rightPassword) {
            limits.succeeded(admitted);
            subjectOf(username).ifPresent(outcomes::disabled);
            throw rightPassword;
        } catch (BadCredentialsException wrongPassword) {
            outcomes.wrongPassword(subjectOf(username));
            throw wrongPassword;
        }
    }

    /** For the log only: the answer to the browser is the same for usernames without an account. */
    private Optional<Subject> subjectOf(String username) {
        try {
            return accounts.loadUserByUsername(username) instanceof SignInAccount account
                    ? Optional.of(account.subject())
                    : Optional.empty();
        } catch (UsernameNotFoundException _) {
            return Optional.empty();
        }
    }
}
