package org.exeunt.demo.mobile;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.exeunt.demo.config.DemoProperties;
import org.exeunt.demo.mobile.PendingRevocations.Owed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Sends what is owed as soon as the server answers, also after a restart. Sending one twice is harmless: to revoke a token that is
 * revoked is a success (RFC 7009, section 2.2).
 */
@Component
class RevocationRetryJob implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RevocationRetryJob.class);

    private final PendingRevocations owed;
    private final MobileAppSimulator app;
    private final long everyMillis;
    private final ScheduledExecutorService network = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("phone-network").daemon().factory());
    private volatile boolean running;

    RevocationRetryJob(PendingRevocations owed, MobileAppSimulator app, DemoProperties demo) {
        this.owed = owed;
        this.app = app;
        this.everyMillis = demo.retryEvery().toMillis();
    }

    @Override
    public void start() {
        running = true;
        var _ = network.scheduleWithFixedDelay(this::sendAll, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        network.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    void sendAll() {
        try {
            for (Owed duty : owed.all()) {
                if (!app.send(duty)) {
                    return;
                }
            }
        } catch (RuntimeException failure) {
            log.warn("late revocations wait: {}", failure.toString());
        }
    }
}
