package org.exeunt.idp.notification;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.notification.LogoutNotifications.Open;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * What monitoring sees of notifications: {@code logout.delivery} (attempts by app and result, with their durations), {@code
 * logout.delivery.gaveup}, {@code logout.propagation} (from the end of a session to an app's acknowledgement), {@code logout.delivery.pending} and {@code
 * logout.delivery.oldest} (seconds), the same on every node since they are read from the database.
 */
@Component
class DeliveryMetrics {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final MeterRegistry registry;
    private final LogoutNotifications notifications;
    private final RelyingParties relyingParties;
    private final InstantSource clock;
    private Open open = Open.NONE;
    private Instant readAt = Instant.MIN;

    DeliveryMetrics(
            MeterRegistry registry,
            LogoutNotifications notifications,
            RelyingParties relyingParties,
            InstantSource clock) {
        this.registry = registry;
        this.notifications = notifications;
        this.relyingParties = relyingParties;
        this.clock = clock;
        Gauge.builder("logout.delivery.pending", this, metrics -> metrics.open().count())
                .description("Notifications that no app has acknowledged, refused or outlived yet")
                .register(registry);
        Gauge.builder("logout.delivery.oldest", this, DeliveryMetrics::ageOfOldest)
                .description("For how long the oldest of them has been owed")
                .baseUnit("seconds")
                .register(registry);
    }

    /** The first notification that is given up is an increase only of a counter that existed before. */
    @EventListener(ApplicationReadyEvent.class)
    void registerCounters() {
        relyingParties.withBackChannel().forEach(this::gaveUpBy);
    }

    void attempted(ClientId client, String result, Duration took) {
        Timer.builder("logout.delivery")
                .description("Attempts to tell an app of a logout")
                .tag("client", client.value())
                .tag("result", result)
                .register(registry)
                .record(took);
    }

    void gaveUp(ClientId client) {
        gaveUpBy(client).increment();
    }

    private Counter gaveUpBy(ClientId client) {
        return registry.counter("logout.delivery.gaveup", "client", client.value());
    }

    void acknowledged(ClientId client, Duration sinceTheLogout) {
        Timer.builder("logout.propagation")
                .description("From the end of a session until an app acknowledged it")
                .tag("client", client.value())
                .register(registry)
                .record(sinceTheLogout);
    }

    private double ageOfOldest() {
        return open().oldest()
                .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1_000.0)
                .orElse(0.0);
    }

    /** One look serves both gauges, and whoever scrapes often. */
    private synchronized Open open() {
        Instant now = clock.instant();
        if (readAt.plus(FRESH).isBefore(now)) {
            open = notifications.open();
            readAt = now;
        }
        return open;
    }
}
