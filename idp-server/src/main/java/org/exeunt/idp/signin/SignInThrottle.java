package org.exeunt.idp.signin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.throttle.BackoffPolicy;
import org.exeunt.idp.throttle.Throttle;
import org.exeunt.idp.throttle.ThrottleDecision;
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

    private final Throttle throttle;
    private final KnownBrowsers knownBrowsers;
    private final BackoffPolicy perAccount;
    private final BackoffPolicy perAddress;
    private final BackoffPolicy together;

    SignInThrottle(Throttle throttle, KnownBrowsers knownBrowsers, SignInProperties properties) {
        this.throttle = throttle;
        this.knownBrowsers = knownBrowsers;
        this.perAccount = properties.perAccount().bound();
        this.perAddress = properties.perAddress().bound();
        this.together = properties.together().bound();
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
        throttle.forget(admitted);
    }

    private ThrottleDecision admitKnown(Secret browser, String username) {
        return throttle.admit(Map.of("browser " + browser.hash() + " " + Throttle.nameOf(username), perAccount));
    }

    private ThrottleDecision admitStranger(String username, AttemptSource origin) {
        Map<String, BackoffPolicy> limits = new LinkedHashMap<>();
        limits.put("account " + Throttle.nameOf(username), perAccount);
        limits.put("address " + Throttle.nameOf(Throttle.networkOf(origin.address())), perAddress);
        limits.put("strangers", together);
        return throttle.admit(limits);
    }
}
