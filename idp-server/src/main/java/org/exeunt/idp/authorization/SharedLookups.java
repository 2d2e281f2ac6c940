package org.exeunt.idp.authorization;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks tokens up for several requests by one statement. A request that finds nobody looking looks for itself; those that come
 * meanwhile wait, and are looked up together by a thread that goes on for as long as somebody waits. What each costs falls as
 * there are more of them.
 *
 * <p>Nothing is kept. A look-up begins after each of its requests came, so what was committed before a request is true for it.
 */
final class SharedLookups {

    /** A look-up takes a millisecond. One that takes so long is stuck with its connection, and those who come after shall not be. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** A power of two: there are few different statements, and the database knows them all. */
    private static final int TOGETHER_AT_MOST = 64;

    private final Function<List<TokenHash>, Map<TokenHash, IssuedToken>> database;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Turn> turn = new AtomicReference<>();
    private final Duration patience;

    /** One goes on unless it is stuck. It gets the same connection every time, whose process in the database has all at hand. */
    private final Executor threads;

    /** @param database finds tokens, as many as it is given; those that it does not know are missing in what it returns */
    SharedLookups(Function<List<TokenHash>, Map<TokenHash, IssuedToken>> database) {
        this(
                database,
                PATIENCE,
                Executors.newCachedThreadPool(
                        Thread.ofPlatform().name("shared-lookups").daemon().factory()));
    }

    /**
     * @param patience how long a turn may last before the next one begins all the same
     * @param threads runs what goes on after the first, at once or not at all
     */
    SharedLookups(
            Function<List<TokenHash>, Map<TokenHash, IssuedToken>> database, Duration patience, Executor threads) {
        this.database = database;
        this.patience = patience;
        this.threads = threads;
    }

    /**
     * The token with this hash; empty if there is none. Must not be called in a transaction: others look for it.
     *
     * @throws RuntimeException if the database could not be asked
     */
    Optional<IssuedToken> find(TokenHash hash) {
        var mine = new Waiting(hash);
        waiting.add(mine);
        boolean interrupted = false;
        while (!mine.isAnswered()) {
            Turn current = turn.get();
            if (mine.isTaken()) {
                LockSupport.park(this);
            } else if (current == null || current.remaining() <= 0) {
                take(current);
            } else {
                LockSupport.parkNanos(this, current.remaining());
            }
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return mine.answer();
    }

    /** How many requests wait for their turn. */
    int waiting() {
        return waiting.size();
    }

    /** Unless somebody else was faster. */
    private void take(@Nullable Turn after) {
        var mine = new Turn(System.nanoTime() + patience.toNanos());
        if (!turn.compareAndSet(after, mine)) {
            return;
        }
        try {
            lookUpThoseWhoWait();
        } finally {
            if (waiting.isEmpty()) {
                end(mine);
            } else {
                leaveTheRest(mine);
            }
        }
    }

    /** To a thread that goes on. If there is none to be had, whoever waits goes on. */
    private void leaveTheRest(Turn mine) {
        try {
            threads.execute(() -> goOn(mine));
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            end(mine);
        }
    }

    /** One turn after the other, until nobody waits any more or this took so long that somebody else began. */
    private void goOn(Turn before) {
        Turn mine = before;
        try {
            while (!waiting.isEmpty()) {
                var next = new Turn(System.nanoTime() + patience.toNanos());
                if (!turn.compareAndSet(mine, next)) {
                    return;
                }
                mine = next;
                lookUpThoseWhoWait();
            }
        } finally {
            end(mine);
        }
    }

    private void end(Turn mine) {
        turn.compareAndSet(mine, null);
        // Whoever came too late for this turn saw that there was one, and sleeps.
        Waiting next = waiting.peek();
        if (next != null) {
            LockSupport.unpark(next.thread);
        }
    }

    private void lookUpThoseWhoWait() {
        List<Waiting> together = new ArrayList<>(TOGETHER_AT_MOST);
        for (Waiting next = next(together); next != null; next = next(together)) {
            next.take();
            together.add(next);
        }
        if (!together.isEmpty()) {
            lookUp(together);
        }
    }

    private void lookUp(List<Waiting> together) {
        try {
            Map<TokenHash, IssuedToken> found = database.apply(hashes(together));
            together.forEach(one -> one.answer(Optional.ofNullable(found.get(one.hash)), null));
        } catch (RuntimeException failure) {
            together.forEach(one -> one.answer(Optional.empty(), failure));
        } finally {
            // Nobody sleeps for ever, whatever happened.
            for (Waiting one : together) {
                if (!one.isAnswered()) {
                    one.answer(Optional.empty(), new IllegalStateException("a look-up broke off"));
                }
            }
        }
    }

    private @Nullable Waiting next(List<Waiting> together) {
        return together.size() < TOGETHER_AT_MOST ? waiting.poll() : null;
    }

    /** As many as the next power of two, the last one repeated. */
    private static List<TokenHash> hashes(List<Waiting> together) {
        List<TokenHash> hashes = new ArrayList<>();
        together.forEach(one -> hashes.add(one.hash));
        while (Integer.bitCount(hashes.size()) > 1) {
            hashes.add(hashes.getLast());
        }
        return hashes;
    }

    /** @param end when the next one may begin although this one is not over, by {@link System#nanoTime} */
    private record Turn(long end) {

        long remaining() {
            return end - System.nanoTime();
        }
    }

    /** A request and, in the end, its answer. */
    private static final class Waiting {

        private final TokenHash hash;
        private final Thread thread = Thread.currentThread();
        private Optional<IssuedToken> token = Optional.empty();
        private @Nullable RuntimeException failure;
        private volatile boolean taken;
        private volatile boolean answered;

        Waiting(TokenHash hash) {
            this.hash = hash;
        }

        void answer(Optional<IssuedToken> found, @Nullable RuntimeException broken) {
            token = found;
            failure = broken;
            answered = true;
            LockSupport.unpark(thread);
        }

        /** Somebody looks for it now. */
        void take() {
            taken = true;
        }

        boolean isTaken() {
            return taken;
        }

        boolean isAnswered() {
            return answered;
        }

        Optional<IssuedToken> answer() {
            if (failure != null) {
                throw failure;
            }
            return token;
        }
    }
}
