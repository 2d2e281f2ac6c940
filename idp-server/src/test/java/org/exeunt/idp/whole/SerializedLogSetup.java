package org.exeunt.idp.whole;

import java.util.concurrent.locks.ReentrantLock;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Servers that start at the same moment in one process set up the one log of it, and trip over each other. They do that one after
 * the other; all else, the database above all, goes on at once.
 */
final class SerializedLogSetup implements ApplicationListener<SpringApplicationEvent>, Ordered {

    private static final ReentrantLock LOG = new ReentrantLock();

    @Override
    public void onApplicationEvent(SpringApplicationEvent event) {
        if (event instanceof ApplicationStartingEvent) {
            LOG.lock();
        } else if ((event instanceof ApplicationContextInitializedEvent || event instanceof ApplicationFailedEvent)
                && LOG.isHeldByCurrentThread()) {
            LOG.unlock();
        }
    }

    /** Before the framework sets the log up. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
