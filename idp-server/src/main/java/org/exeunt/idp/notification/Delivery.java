package org.exeunt.idp.notification;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** One attempt: a fresh token, one POST, and what the answer means for the notification. */
@Component
class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final LogoutNotifications notifications;
    private final RelyingParties relyingParties;
    private final LogoutTokens tokens;
    private final BackChannel backChannel;
    private final NotificationProperties properties;
    private final InstantSource clock;
    private final SecureRandom random;
    private final DeliveryMetrics metrics;

    Delivery(
            LogoutNotifications notifications,
            RelyingParties relyingParties,
            LogoutTokens tokens,
            BackChannel backChannel,
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

    /** Makes the attempt that the caller has claimed. No transaction is open while the relying party takes its time. */
    void attempt(LogoutNotification claimed) throws InterruptedException {
        Optional<RelyingParty> relyingParty = relyingParties.find(claimed.client());
        URI uri = relyingParty.map(RelyingParty::backChannelLogoutUri).orElse(null);
        if (uri == null) {
            giveUp(claimed, "has no back-channel logout URI any more");
            return;
        }
        String token = tokens.make(claimed);
        Instant begun = clock.instant();
        Answer answer = backChannel.post(uri, token);
        Instant answered = clock.instant();
        metrics.attempted(claimed.client(), result(answer), Duration.between(begun, answered));
        switch (answer) {
            case Answer.Acknowledged _ -> {
                notifications.acknowledge(claimed);
                metrics.acknowledged(claimed.client(), Duration.between(claimed.owedAt(), answered));
                log.info(
                        "app acknowledged the logout: sid={} client={} attempt={}",
                        claimed.sid(),
                        claimed.client(),
                        claimed.attempts());
            }
            case Answer.Refused refused -> {
                notifications.settle(claimed, NotificationState.REFUSED, refused.why());
                log.warn(
                        "app refused the logout: sid={} client={} attempt={} answer='{}'",
                        claimed.sid(),
                        claimed.client(),
                        claimed.attempts(),
                        refused.why());
            }
            case Answer.Failed failed -> retryOrGiveUp(claimed, failed, sessionLifetime(relyingParty));
        }
    }

    private static String result(Answer answer) {
        return switch (answer) {
            case Answer.Acknowledged _ -> "acknowledged";
            case Answer.Refused _ -> "refused";
            case Answer.Failed _ -> "failed";
        };
    }

    private Duration sessionLifetime(Optional<RelyingParty> relyingParty) {
        return relyingParty
                .map(RelyingParty::sessionLifetime)
                .orElse(properties.notifications().retryFor());
    }

    private void retryOrGiveUp(LogoutNotification attempted, Answer.Failed failed, Duration sessionLifetime) {
        Instant now = clock.instant();
        Instant end = attempted.owedAt().plus(sessionLifetime);
        if (!now.isBefore(end)) {
            giveUp(attempted, failed.why());
            return;
        }
        Instant step = now.plus(RetryLadder.waitAfter(attempted.attempts(), failed.retryAfter(), random));
        // However long the ladder's step: the last attempt is made when the app's own session would have ended.
        Instant next = step.isAfter(end) ? end : step;
        notifications.retryAt(attempted, next, failed.why());
        log.info(
                "app could not be told of the logout, will be tried again: sid={} client={} attempt={} next={} error='{}'",
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
                "gave up telling an app of a logout: sid={} client={} attempts={} error='{}'",
                attempted.sid(),
                attempted.client(),
                attempted.attempts(),
                why);
    }
}
