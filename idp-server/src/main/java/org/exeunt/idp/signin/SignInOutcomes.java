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
import org.exeunt.idp.audit.AuditTrail;
import org.exeunt.idp.audit.AuditedAction;
import org.exeunt.idp.session.Sid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Logs, counts and audits attempts to sign in; those to accounts that do not exist are not audited, since anyone could fill the table. The lines contain the subject if the account exists, and never the username that was
 * entered: users type passwords into that field.
 */
@Component
class SignInOutcomes {

    private static final Logger LOG = LoggerFactory.getLogger(SignInOutcomes.class);

    /** At most one line and one audit event for throttled attempts in this time, for each account. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private static final String UNKNOWN = "unknown";

    private final Counter ok;
    private final Counter wrongPassword;
    private final Counter throttled;
    private final Counter disabled;
    private final AuditTrail audit;
    private final InstantSource clock;

    /** When a throttled attempt was last logged, by subject. All usernames without an account share one entry. */
    private final Map<String, Instant> throttledLogged = new ConcurrentHashMap<>();

    SignInOutcomes(MeterRegistry metrics, AuditTrail audit, InstantSource clock) {
        this.ok = counter(metrics, "ok");
        this.wrongPassword = counter(metrics, "wrong_password");
        this.throttled = counter(metrics, "throttled");
        this.disabled = counter(metrics, "disabled");
        this.audit = audit;
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
        audit.record(AuditedAction.signedIn(subject, sid));
    }

    /**
     * At the sign-in page, or at the change of the password.
     *
     * @param subject empty if no account has the username
     */
    void wrongPassword(Optional<Subject> subject) {
        wrongPassword.increment();
        LOG.warn("wrong password entered: subject={}", valueOf(subject));
        failed(subject, "wrong_password");
    }

    /** The password was right, but changed, or the account was disabled, before the session began. */
    void changedMeanwhile(Subject subject) {
        wrongPassword.increment();
        LOG.warn("sign-in failed, the account changed meanwhile: subject={}", subject.value());
        failed(Optional.of(subject), "account_changed");
    }

    void disabled(Subject subject) {
        disabled.increment();
        LOG.warn("sign-in refused, the account is disabled: subject={}", subject.value());
        failed(Optional.of(subject), "disabled");
    }

    /** @param subject empty if no account has the username */
    void throttled(Optional<Subject> subject, Duration wait) {
        throttled.increment();
        Instant now = clock.instant();
        throttledLogged.values().removeIf(logged -> !logged.plus(QUIET).isAfter(now));
        if (throttledLogged.putIfAbsent(valueOf(subject), now) == null) {
            LOG.warn("sign-in throttled: subject={} wait_seconds={}", valueOf(subject), wait.toSeconds());
            failed(subject, "throttled");
        }
    }

    private void failed(Optional<Subject> subject, String reason) {
        subject.ifPresent(known -> audit.record(AuditedAction.signInFailed(known, reason)));
    }

    private static String valueOf(Optional<Subject> subject) {
        return subject.map(Subject::value).orElse(UNKNOWN);
    }
}
