package org.exeunt.idp.notification;

import java.time.Duration;
import java.util.Optional;

/** How a relying party answered one attempt. */
sealed interface DeliveryResult {

    /** It signed the user out, or had nothing to sign out: 200 or 204. */
    record Acknowledged() implements DeliveryResult {}

    /**
     * It will not, whatever we send: 400.
     *
     * @param why what it said, for the operator
     */
    record Refused(String why) implements DeliveryResult {}

    /**
     * Not this time.
     *
     * @param why what went wrong, for the operator
     * @param retryAfter how long it asked us to wait
     */
    record Failed(String why, Optional<Duration> retryAfter) implements DeliveryResult {}
}
