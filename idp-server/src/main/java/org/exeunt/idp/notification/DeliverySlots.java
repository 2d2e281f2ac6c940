package org.exeunt.idp.notification;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.exeunt.idp.client.ClientId;

/**
 * How many attempts are made at once. First a relying party's own limit, and only then the one for all, so that attempts which
 * wait for a sick app do not take the place of others.
 */
final class DeliverySlots {

    private final Semaphore all;
    private final int perClient;
    private final Map<ClientId, Semaphore> clients = new ConcurrentHashMap<>();

    DeliverySlots(int all, int perClient) {
        this.all = new Semaphore(all);
        this.perClient = perClient;
    }

    /** Waits for a turn and takes it; false if none came in time. Each turn taken must be given back. */
    boolean take(ClientId client, Duration patience) throws InterruptedException {
        Semaphore own = of(client);
        if (!own.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        if (all.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        own.release();
        return false;
    }

    /**
     * Gives a turn back.
     *
     * @return whether attempts may have been left out for want of it
     */
    boolean release(ClientId client) {
        boolean wasFull = all.availablePermits() == 0 || of(client).availablePermits() == 0;
        all.release();
        of(client).release();
        return wasFull;
    }

    /** Relying parties that have as many attempts under way as they may. */
    List<ClientId> busy() {
        return clients.entrySet().stream()
                .filter(client -> client.getValue().availablePermits() == 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How many more attempts this relying party may get now. */
    int free(ClientId client) {
        return of(client).availablePermits();
    }

    private Semaphore of(ClientId client) {
        return clients.computeIfAbsent(client, _ -> new Semaphore(perClient));
    }
}
