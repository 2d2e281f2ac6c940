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
 * @param issuer our own address as relying parties know it: the {@code iss} claim
 */
@ConfigurationProperties("exeunt")
record NotificationProperties(Issuer issuer, @DefaultValue Notifications notifications) {

    /** What an attempt may wait for its turn, on top of its own time limit, before its claim runs out. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Back-channel logout.
     *
     * @param answerWithin how long a person who signs out waits for the apps before they are answered; the attempts go on
     * @param timeout how long one attempt may take, from the first packet to the last byte of the answer
     * @param connectTimeout how long connecting may take
     * @param retryFor how long an app whose session lifetime is unknown is told again before we give up
     * @param pollInterval how often we look for notifications whose next attempt is due
     * @param concurrency how many attempts are made at once
     * @param concurrencyPerClient how many attempts are made at once to one relying party
     * @param allowedAddresses internal networks that may be called all the same, like {@code 10.0.0.0/8}; calls to other
     *     private, loopback and link-local addresses are refused, whatever name leads there
     * @param sslBundle name of an SSL bundle ({@code spring.ssl.bundle}); for these calls the authorities in its trust store are
     *     trusted besides those of the Java platform
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
