package org.exeunt.idp.signin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.session.Sid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Logs and counts attempts to sign in. The lines contain the subject if the account exists, and never the username that was
 * entered: users type passwords into that field.
 */
@Component
class SignInOutcomes {

    private static final Logger LOG = LoggerFactory.getLogger(SignInOutcomes.class);

    /** At most one line for throttled attempts in this time, for each account. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private static final String UNKNOWN = "unknown";

    private final Counter ok;
    private final Counter wrongPassword;
    private final Counter throttled;
    private final Counter disabled;
    private final InstantSource clock;

    /** When a throttled attempt was last logged, by subject. All usernames without an account share one entry. */
    private final Map<String, Instant> throttledLogged = new ConcurrentHashMap<>();

    SignInOutcomes(MeterRegistry metrics, InstantSource clock) {
        this.ok = counter(metrics, "ok");
        this.wrongPassword = counter(metrics, "wrong_password");
        this.throttled = counter(metrics, "throttled");
        this.disabled = counter(metrics, "disabled");
        this.clock = clock;
    }

    private static Counter counter(MeterRegistry metrics, String outcome) {
        return Counter.builder("sign_in")
                .description("attempts to sign in")
                .tag("outcome", outcome)
                .register(metrics);
    }

    void signedIn(Subject subject, Sid sid) {
        ok.increment();
        LOG.info("signed in: subject={} sid={}", subject.value(), sid.value());
    }

    /**
     * At the sign-in page, or at the change of the password.
     *
     * @param subject empty if no account has the username
     */
    void wrongPassword(Optional<Subject> subject) {
        wrongPassword.increment();
        LOG.warn("wrong password entered: subject={}", valueOf(subject));
    }

    /** The password was right, but changed, or the account was disabled, before the session began. */
    void changedMeanwhile(Subject subject) {
        wrongPassword.increment();
        LOG.warn("sign-in failed, the account changed meanwhile: subject={}", subject.value());
    }

    void disabled(Subject subject) {
        disabled.increment();
        LOG.warn("sign-in refused, the account is disabled: subject={}", subject.value());
    }

    /** @param subject empty if no account has the username */
    void throttled(Optional<Subject> subject, Duration wait) {
        throttled.increment();
        Instant now = clock.instant();
        throttledLogged.values().removeIf(logged -> !logged.plus(QUIET).isAfter(now));
        if (throttledLogged.putIfAbsent(valueOf(subject), now) == null) {
            LOG.warn("sign-in throttled: subject={} wait_seconds={}", valueOf(subject), wait.toSeconds());
        }
    }

    private static String valueOf(Optional<Subject> subject) {
        return subject.map(Subject::value).orElse(UNKNOWN);
    }
}
