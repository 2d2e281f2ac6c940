package org.exeunt.idp.logout.receipt;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.exeunt.idp.client.ClientId;

/**
 * The rows of a page that is written while apps answer: settled apps first, each as soon as it is settled, and at the end of
 * the wait those that are still open. A template that iterates over them is a live page without any script.
 */
final class LiveRows implements Iterable<AppRow> {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Supplier<List<AppRow>> look;
    private final Runnable beforeWait;
    private final Semaphore waiting;
    private final long looks;

    /**
     * @param look finds the present state of all rows
     * @param beforeWait sends what was written so far
     * @param waiting a permit is held during each wait; when there is none, nothing is waited for
     * @param patience how long to wait for open apps, all together
     */
    LiveRows(Supplier<List<AppRow>> look, Runnable beforeWait, Semaphore waiting, Duration patience) {
        this.look = look;
        this.beforeWait = beforeWait;
        this.waiting = waiting;
        this.looks = patience.dividedBy(BETWEEN_LOOKS);
    }

    @Override
    public Iterator<AppRow> iterator() {
        return new Iterator<>() {

            private final LinkedHashMap<ClientId, AppRow> unwritten = new LinkedHashMap<>();
            private long looksLeft = looks;

            {
                look.get().forEach(row -> unwritten.put(row.client(), row));
            }

            // Answers without waiting: the template asks this before it writes the row that it has.
            @Override
            public boolean hasNext() {
                return !unwritten.isEmpty();
            }

            @Override
            public AppRow next() {
                if (unwritten.isEmpty()) {
                    throw new NoSuchElementException();
                }
                while (nextSettled().isEmpty() && looksLeft-- > 0 && waitALittle()) {
                    look.get().forEach(row -> unwritten.replace(row.client(), row));
                }
                AppRow next = nextSettled().orElseGet(unwritten.firstEntry()::getValue);
                unwritten.remove(next.client());
                return next;
            }

            private Optional<AppRow> nextSettled() {
                return unwritten.values().stream()
                        .filter(row -> row.state() != AppState.PENDING)
                        .findFirst();
            }
        };
    }

    /** @return whether there is a point in looking again */
    private boolean waitALittle() {
        beforeWait.run();
        if (!waiting.tryAcquire()) {
            return false;
        }
        try {
            Thread.sleep(BETWEEN_LOOKS);
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.release();
        }
    }
}
