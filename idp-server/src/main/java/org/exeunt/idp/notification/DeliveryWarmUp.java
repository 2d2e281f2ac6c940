package org.exeunt.idp.notification;

import java.time.InstantSource;
import java.util.Optional;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.session.Sid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Prepares the first delivery once the server is ready: starts the HTTP client, and signs a token that is sent nowhere, so that the signing
 * key is translated and the classes are loaded. Otherwise the first person to sign out would wait for that, and see the receipt.
 */
@Component
class DeliveryWarmUp {

    private static final Logger log = LoggerFactory.getLogger(DeliveryWarmUp.class);

    private final BackChannelClient backChannel;
    private final LogoutTokenFactory tokens;
    private final InstantSource clock;

    DeliveryWarmUp(BackChannelClient backChannel, LogoutTokenFactory tokens, InstantSource clock) {
        this.backChannel = backChannel;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** On a thread of its own: the start does not wait for it. */
    @EventListener(ApplicationReadyEvent.class)
    void prepareInBackground() {
        Thread.ofPlatform().name("delivery-warm-up").daemon().start(this::prepare);
    }

    private void prepare() {
        try {
            backChannel.prepare();
            var _ = tokens.make(new LogoutNotification(
                    new Sid("-"),
                    new ClientId("-"),
                    new Subject("-"),
                    NotificationState.PENDING,
                    0,
                    clock.instant(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            log.error("warm-up of the back channel failed", failure);
        }
    }
}
