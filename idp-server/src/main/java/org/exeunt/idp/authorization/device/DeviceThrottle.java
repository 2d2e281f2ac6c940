package org.exeunt.idp.authorization.device;

import java.util.LinkedHashMap;
import java.util.Map;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.throttle.BackoffPolicy;
import org.exeunt.idp.throttle.Throttle;
import org.exeunt.idp.throttle.ThrottleDecision;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/**
 * Limits device authorization requests, each of which anyone can make and writes rows, and wrong user codes, which are short enough to be
 * guessed (RFC 8628, section 5.1).
 */
@Component
@EnableConfigurationProperties(DeviceAuthorizationProperties.class)
public class DeviceThrottle {

    private final Throttle throttle;
    private final BackoffPolicy perClient;
    private final BackoffPolicy perAddress;
    private final BackoffPolicy userCodesPerAccount;
    private final BackoffPolicy userCodesPerAddress;

    DeviceThrottle(Throttle throttle, DeviceAuthorizationProperties properties) {
        this.throttle = throttle;
        this.perClient = properties.perClient().bound();
        this.perAddress = properties.perAddress().bound();
        this.userCodesPerAccount = properties.userCodesPerAccount().bound();
        this.userCodesPerAddress = properties.userCodesPerAddress().bound();
    }

    /** Counts a device authorization request of this client, or says how long to wait. */
    ThrottleDecision admitRequest(ClientId client, Authentication request) {
        // The address first: what one address asks in vain does not count for the client.
        Map<String, BackoffPolicy> limits = new LinkedHashMap<>();
        limits.put("device address " + network(request), perAddress);
        limits.put("device client " + Throttle.nameOf(client.value()), perClient);
        return throttle.admit(limits);
    }

    /** Counts a user code that this user enters, or says how long to wait. */
    ThrottleDecision admitUserCode(Subject subject, Authentication request) {
        Map<String, BackoffPolicy> limits = new LinkedHashMap<>();
        limits.put("user code account " + Throttle.nameOf(subject.value()), userCodesPerAccount);
        limits.put("user code address " + network(request), userCodesPerAddress);
        return throttle.admit(limits);
    }

    /** Does not count it: the request was invalid and wrote nothing, or the user code was right. */
    void release(ThrottleDecision.Allowed admitted) {
        throttle.release(admitted);
    }

    private static String network(Authentication request) {
        if (!(request.getDetails() instanceof WebAuthenticationDetails details)) {
            throw new IllegalStateException("the framework's filters say where a request comes from");
        }
        return Throttle.nameOf(Throttle.networkOf(details.getRemoteAddress()));
    }
}
