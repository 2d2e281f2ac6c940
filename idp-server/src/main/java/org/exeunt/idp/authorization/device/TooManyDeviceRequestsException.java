package org.exeunt.idp.authorization.device;

import org.exeunt.idp.throttle.ThrottleDecision;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/** Too many device authorization requests: nothing was issued. */
final class TooManyDeviceRequestsException extends OAuth2AuthenticationException {

    private final long seconds;

    TooManyDeviceRequestsException(ThrottleDecision.RetryAfter wait) {
        super(new OAuth2Error(
                "temporarily_unavailable",
                "too many device authorization requests, try again in " + wait.seconds() + " seconds",
                null));
        this.seconds = wait.seconds();
    }

    /** How long until the next request. */
    long seconds() {
        return seconds;
    }
}
