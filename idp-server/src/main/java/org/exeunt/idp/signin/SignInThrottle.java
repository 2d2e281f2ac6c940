package org.exeunt.idp.signin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.signin.SignInAttempts.Acquired;
import org.exeunt.idp.signin.SignInAttempts.NotBefore;
import org.springframework.stereotype.Component;

/**
 * Throttles password guessing, on all nodes together and without locking accounts: after some failed attempts per
 * account, per address, or of all unknown browsers together, further attempts have to wait, longer each time. A
 * browser in which this user signed in before has a count of its own, so that attackers elsewhere do not keep the
 * user out.
 *
 * <p>The reasons are in {@code docs/decisions/0013-password-guessing-is-throttled-not-locked-out.md}. Every way to
 * sign in calls {@link #admit} before it checks a password, and reports success. The decision does not depend on
 * whether the account exists.
 */
@Component
public class SignInThrottle {

    /** Characters of a hash in base64: 24 bits. */
    private static final int NAME_LENGTH = 4;

    private final SignInAttempts attempts;
    private final KnownBrowsers knownBrowsers;
    private final BackoffPolicy perAccount;
    private final BackoffPolicy perAddress;
    private final BackoffPolicy together;
    private final InstantSource clock;

    SignInThrottle(
            SignInAttempts attempts, KnownBrowsers knownBrowsers, SignInProperties properties, InstantSource clock) {
        this.attempts = attempts;
        this.knownBrowsers = knownBrowsers;
        this.perAccount = properties.perAccount().bound();
        this.perAddress = properties.perAddress().bound();
        this.together = properties.together().bound();
        this.clock = clock;
    }

    /** Counts an attempt to sign in with this username, or says how long to wait. Needs no transaction. */
    public ThrottleDecision admit(String username, AttemptSource origin) {
        return origin.browser()
                .filter(browser -> knownBrowsers.isKnown(browser, username))
                .map(browser -> admitKnown(browser, username))
                .orElseGet(() -> admitStranger(username, origin));
    }

    /**
     * The attempt succeeded: it is not counted, and the failed ones of the account, or of this browser, are deleted.
     */
    public void succeeded(ThrottleDecision.Allowed admitted) {
        attempts.forget(admitted.turns().getFirst());
        admitted.turns().stream().skip(1).forEach(attempts::release);
    }

    private ThrottleDecision admitKnown(Secret browser, String username) {
        return switch (attempts.take("browser " + browser.hash() + " " + nameOf(username), perAccount)) {
            case Acquired turn -> new ThrottleDecision.Allowed(List.of(turn));
            case NotBefore later -> waitFor(later);
        };
    }

    /** An attempt that one of the limits refuses is not counted by the others. */
    private ThrottleDecision admitStranger(String username, AttemptSource origin) {
        Map<String, BackoffPolicy> bounds = new LinkedHashMap<>();
        bounds.put("account " + nameOf(username), perAccount);
        bounds.put("address " + nameOf(origin.place()), perAddress);
        bounds.put("strangers", together);
        List<Acquired> taken = new ArrayList<>();
        for (Map.Entry<String, BackoffPolicy> bound : bounds.entrySet()) {
            switch (attempts.take(bound.getKey(), bound.getValue())) {
                case Acquired turn -> taken.add(turn);
                case NotBefore later -> {
                    taken.forEach(attempts::release);
                    return waitFor(later);
                }
            }
        }
        return new ThrottleDecision.Allowed(taken);
    }

    private ThrottleDecision waitFor(NotBefore later) {
        Duration left = Duration.between(clock.instant(), later.next());
        return new ThrottleDecision.RetryAfter(left.isPositive() ? left : Duration.ZERO);
    }

    /**
     * Users type passwords into the username field, so not even a whole hash is stored. That two of sixteen million
     * names share a count does no harm.
     */
    private static String nameOf(String text) {
        return new Secret(text).hash().substring(0, NAME_LENGTH);
    }
}
