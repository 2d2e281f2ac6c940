package org.exeunt.idp.signin;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** The password was not checked, because of too many failed attempts. */
final class TooManyAttemptsException extends AuthenticationException {

    private final Duration wait;

    TooManyAttemptsException(Duration wait) {
        super("too many attempts");
        this.wait = wait;
    }

    /** Rounded up, and at least one. */
    long seconds() {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }

    /** Rounded up, and at least one. */
    long minutes() {
        return Math.max(1, wait.plusSeconds(59).toMinutes());
    }
}
