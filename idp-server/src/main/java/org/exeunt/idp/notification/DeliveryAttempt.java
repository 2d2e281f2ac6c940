package org.exeunt.idp.notification;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** One attempt: a new logout token, one POST, and the new state of the notification. */
@Component
class DeliveryAttempt {

    private static final Logger log = LoggerFactory.getLogger(DeliveryAttempt.class);

    private final LogoutNotifications notifications;
    private final RelyingParties relyingParties;
    private final LogoutTokenFactory tokens;
    private final BackChannelClient backChannel;
    private final NotificationProperties properties;
    private final InstantSource clock;
    private final SecureRandom random;
    private final DeliveryMetrics metrics;

    DeliveryAttempt(
            LogoutNotifications notifications,
            RelyingParties relyingParties,
            LogoutTokenFactory tokens,
            BackChannelClient backChannel,
            NotificationProperties properties,
            InstantSource clock,
            SecureRandom random,
            DeliveryMetrics metrics) {
        this.notifications = notifications;
        this.relyingParties = relyingParties;
        this.tokens = tokens;
        this.backChannel = backChannel;
        this.properties = properties;
        this.clock = clock;
        this.random = random;
        this.metrics = metrics;
    }

    /** Makes the attempt that the caller has claimed. No transaction is open during the call. */
    void attempt(LogoutNotification claimed) throws InterruptedException {
        Optional<RelyingParty> relyingParty = relyingParties.findToNotify(claimed.client());
        URI uri = relyingParty.map(RelyingParty::backChannelLogoutUri).orElse(null);
        if (uri == null) {
            giveUp(claimed, "has no back-channel logout URI any more");
            return;
        }
        String token = tokens.make(claimed);
        Instant begun = clock.instant();
        DeliveryResult answer = backChannel.post(uri, token);
        Instant answered = clock.instant();
        metrics.attempted(claimed.client(), result(answer), Duration.between(begun, answered));
        switch (answer) {
            case DeliveryResult.Acknowledged _ -> {
                notifications.acknowledge(claimed);
                metrics.acknowledged(claimed.client(), Duration.between(claimed.owedAt(), answered));
                log.info(
                        "logout notification acknowledged: sid={} client={} attempt={}",
                        claimed.sid(),
                        claimed.client(),
                        claimed.attempts());
                hastenOthers(claimed.client());
            }
            case DeliveryResult.Refused refused -> {
                notifications.settle(claimed, NotificationState.REFUSED, refused.why());
                log.warn(
                        "logout notification refused: sid={} client={} attempt={} answer='{}'",
                        claimed.sid(),
                        claimed.client(),
                        claimed.attempts(),
                        refused.why());
            }
            case DeliveryResult.Failed failed -> retryOrGiveUp(claimed, failed, sessionLifetime(relyingParty));
        }
    }

    /**
     * An app that acknowledges again gets its other pending notifications at once instead of after their back-off.
     */
    private void hastenOthers(ClientId client) {
        int hastened = notifications.hasten(client, RetrySchedule.AFTER_RECOVERY);
        if (hastened > 0) {
            log.info(
                    "failed notifications of an app retried after an acknowledgement: client={} notifications={}",
                    client,
                    hastened);
        }
    }

    private static String result(DeliveryResult answer) {
        return switch (answer) {
            case DeliveryResult.Acknowledged _ -> "acknowledged";
            case DeliveryResult.Refused _ -> "refused";
            case DeliveryResult.Failed _ -> "failed";
        };
    }

    private Duration sessionLifetime(Optional<RelyingParty> relyingParty) {
        return relyingParty
                .map(RelyingParty::sessionLifetime)
                .orElse(properties.notifications().retryFor());
    }

    private void retryOrGiveUp(LogoutNotification attempted, DeliveryResult.Failed failed, Duration sessionLifetime) {
        Instant now = clock.instant();
        Instant end = attempted.owedAt().plus(sessionLifetime);
        if (!now.isBefore(end)) {
            giveUp(attempted, failed.why());
            return;
        }
        Instant step = now.plus(RetrySchedule.waitAfter(attempted.attempts(), failed.retryAfter(), random));
        // Whatever the back-off, the last attempt is made when the app's own session would have ended.
        Instant next = step.isAfter(end) ? end : step;
        notifications.retryAt(attempted, next, failed.why());
        log.info(
                "logout notification failed, retry scheduled: sid={} client={} attempt={} next={} error='{}'",
                attempted.sid(),
                attempted.client(),
                attempted.attempts(),
                next,
                failed.why());
    }

    private void giveUp(LogoutNotification attempted, String why) {
        notifications.settle(attempted, NotificationState.GAVE_UP, why);
        metrics.gaveUp(attempted.client());
        log.warn(
                "logout notification given up: sid={} client={} attempts={} error='{}'",
                attempted.sid(),
                attempted.client(),
                attempted.attempts(),
                why);
    }
}
