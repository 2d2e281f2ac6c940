package org.exeunt.idp.throttle;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.throttle.Attempts.Acquired;
import org.exeunt.idp.throttle.Attempts.NotBefore;
import org.springframework.stereotype.Component;

/**
 * Limits attempts, on all nodes together: after some free ones further attempts have to wait, longer each time. An attempt is counted
 * when it is admitted, before its outcome is known; what succeeds is given back.
 */
@Component
public class Throttle {

    /** Characters of a hash in base64: 24 bits. */
    private static final int NAME_LENGTH = 4;

    private final Attempts attempts;
    private final InstantSource clock;

    Throttle(Attempts attempts, InstantSource clock) {
        this.attempts = attempts;
        this.clock = clock;
    }

    /**
     * Counts an attempt, or says how long to wait. Needs no transaction.
     *
     * @param limits by the key under which the attempt is counted; asked in the order of the map. An attempt that one of them refuses is
     *     not counted by the others
     */
    public ThrottleDecision admit(Map<String, BackoffPolicy> limits) {
        List<Acquired> taken = new ArrayList<>();
        for (Map.Entry<String, BackoffPolicy> limit : limits.entrySet()) {
            switch (attempts.take(limit.getKey(), limit.getValue())) {
                case Acquired turn -> taken.add(turn);
                case NotBefore later -> {
                    taken.forEach(attempts::release);
                    Duration left = Duration.between(clock.instant(), later.next());
                    return new ThrottleDecision.RetryAfter(left.isPositive() ? left : Duration.ZERO);
                }
            }
        }
        return new ThrottleDecision.Allowed(taken);
    }

    /** Does not count the attempt. */
    public void release(ThrottleDecision.Allowed admitted) {
        admitted.turns().forEach(attempts::release);
    }

    /** Does not count the attempt, and deletes all earlier ones that were counted under the first key. */
    public void forget(ThrottleDecision.Allowed admitted) {
        attempts.forget(admitted.turns().getFirst());
        admitted.turns().stream().skip(1).forEach(attempts::release);
    }

    /**
     * A short name for a key. Users type passwords into the username field, so not even a whole hash is stored. That two of sixteen million
     * names share a count does no harm.
     */
    public static String nameOf(String text) {
        return new Secret(text).hash().substring(0, NAME_LENGTH);
    }

    /** The network address, or for IPv6 its network, within which one user has billions of addresses. */
    public static String networkOf(String address) {
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address v6
                    ? HexFormat.of().formatHex(Arrays.copyOf(v6.getAddress(), 8))
                    : address;
        } catch (IllegalArgumentException notAnAddress) {
            return address;
        }
    }
}
