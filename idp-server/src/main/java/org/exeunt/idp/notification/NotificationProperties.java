package org.exeunt.idp.notification;

import java.time.Duration;
import java.util.List;
import org.exeunt.idp.issuer.Issuer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Telling relying parties that a session ended.
 *
 * @param issuer issuer identifier, the public address of this server: the {@code iss} claim
 */
@ConfigurationProperties("exeunt")
record NotificationProperties(Issuer issuer, @DefaultValue Notifications notifications) {

    /** What an attempt may wait for its turn, on top of its own time limit, before its claim runs out. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Back-channel logout.
     *
     * @param answerWithin how long the answer to a logout waits for the apps; the attempts continue after it
     * @param timeout time limit for one attempt, from the first packet to the last byte of the answer
     * @param connectTimeout time limit for connecting
     * @param retryFor how long notifications are retried for a client whose {@code session-lifetime} is unknown
     * @param pollInterval interval at which each node looks for notifications whose next attempt is due
     * @param concurrency maximum number of concurrent attempts
     * @param concurrencyPerClient maximum number of concurrent attempts to one client
     * @param allowedAddresses internal networks that may be called, like {@code 10.0.0.0/8}; calls to other private,
     *     loopback and link-local addresses are refused, by whichever name
     * @param sslBundle name of an SSL bundle ({@code spring.ssl.bundle}); the authorities in its trust store are
     *     trusted for these calls, besides those of the Java platform
     */
    record Notifications(
            @DefaultValue("1s") Duration answerWithin,
            @DefaultValue("5s") Duration timeout,
            @DefaultValue("2s") Duration connectTimeout,
            @DefaultValue("24h") Duration retryFor,
            @DefaultValue("500ms") Duration pollInterval,
            @DefaultValue("256") int concurrency,
            @DefaultValue("32") int concurrencyPerClient,
            @DefaultValue List<String> allowedAddresses,
            @Nullable String sslBundle) {}

    /** How long whoever claims a notification has for one attempt before it counts as lost. */
    Duration lease() {
        return notifications.timeout().plus(PATIENCE);
    }
}
