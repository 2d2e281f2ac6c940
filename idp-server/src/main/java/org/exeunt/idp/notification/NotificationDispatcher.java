package org.exeunt.idp.notification;

import static java.util.stream.Collectors.groupingBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.database.DatabaseAvailability;
import org.exeunt.idp.database.Transaction;
import org.exeunt.idp.session.Sid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Sends notifications: at once after the logout that owes them, and again whenever one is due, whichever node began with it.
 * Each attempt has a thread of its own, and waits for its turn.
 */
@Component
public class NotificationDispatcher implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(NotificationDispatcher.class);

    /** As many as are looked at in one go. */
    private static final int PAGE = 200;

    private final LogoutNotifications notifications;
    private final DeliveryAttempt delivery;
    private final NotificationProperties properties;
    private final InstantSource clock;
    private final DatabaseAvailability availability;
    private final DeliverySlots turns;

    /** The first attempts of logouts that were answered a moment ago; done when each of them has an answer. */
    private final Map<Sid, CompletableFuture<@Nullable Void>> firstAttempts = new ConcurrentHashMap<>();

    /** Has a permit when an attempt has ended that others may have waited for. */
    private final Semaphore slotFreed = new Semaphore(0);

    private volatile @Nullable ExecutorService threads;

    NotificationDispatcher(
            LogoutNotifications notifications,
            DeliveryAttempt delivery,
            NotificationProperties properties,
            InstantSource clock,
            DatabaseAvailability availability) {
        this.notifications = notifications;
        this.delivery = delivery;
        this.properties = properties;
        this.clock = clock;
        this.availability = availability;
        this.turns = new DeliverySlots(
                properties.notifications().concurrency(),
                properties.notifications().concurrencyPerClient());
    }

    /**
     * Waits until every app of a session that has just ended here has answered or failed once, but not for longer than
     * {@code exeunt.notifications.answer-within}. Returns at once for any other session.
     */
    public void awaitFirstAttempts(Sid sid) {
        awaitFirstAttempts(Set.of(sid));
    }

    /** The same for several sessions that ended together: for as long as for one, all in all. */
    public void awaitFirstAttempts(Collection<Sid> sids) {
        var attempts = CompletableFuture.allOf(sids.stream()
                .flatMap(sid -> Stream.ofNullable(firstAttempts.get(sid)))
                .toArray(CompletableFuture<?>[]::new));
        try {
            attempts.get(properties.notifications().answerWithin().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            // The user has waited long enough; the attempts go on.
        } catch (ExecutionException failure) {
            log.debug("first attempts of {} broke off", sids, failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Begins the first attempts of all notifications that are owed for these sessions once the caller's transaction is committed,
     * and never if it is rolled back; at once if the caller opened none.
     */
    public void sendAfterCommit(Collection<Sid> ended) {
        Transaction.afterCommit(() -> send(ended));
    }

    /** On a thread of its own: the caller's still holds a connection. */
    private void send(Collection<Sid> ended) {
        ExecutorService executor = threads;
        if (executor == null) {
            // Starting or stopping: these are found when the next node looks for what is due.
            return;
        }
        ended.forEach(sid -> firstAttempts.put(sid, new CompletableFuture<>()));
        try {
            executor.execute(() -> attemptFirst(ended, executor));
        } catch (RejectedExecutionException stoppedMeanwhile) {
            // The logout is committed: it must not look failed.
            ended.forEach(this::firstAttemptsAreMade);
        }
    }

    /** Each session is done when its own apps have answered, so that a page does not wait for the apps of the others. */
    private void attemptFirst(Collection<Sid> ended, ExecutorService executor) {
        try {
            Map<Sid, List<LogoutNotification>> owedOf =
                    notifications.of(ended).stream().collect(groupingBy(LogoutNotification::sid));
            CompletableFuture.allOf(owedOf.entrySet().stream()
                            .map(owed -> attemptFirst(owed.getValue(), executor)
                                    .whenComplete((_, _) -> firstAttemptsAreMade(owed.getKey())))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
        } finally {
            ended.forEach(this::firstAttemptsAreMade);
        }
    }

    private CompletableFuture<Void> attemptFirst(List<LogoutNotification> owed, ExecutorService executor) {
        return CompletableFuture.allOf(owed.stream()
                .map(first -> CompletableFuture.runAsync(() -> attemptFirst(first), executor))
                .toArray(CompletableFuture<?>[]::new));
    }

    private void firstAttemptsAreMade(Sid sid) {
        CompletableFuture<@Nullable Void> attempts = firstAttempts.remove(sid);
        if (attempts != null) {
            attempts.complete(null);
        }
    }

    /**
     * Begins another attempt of every notification that is due and has a turn.
     *
     * @return whether there may be more
     */
    boolean sendDue() {
        ExecutorService executor = threads;
        if (executor == null) {
            return false;
        }
        List<LogoutNotification> due = notifications.due(PAGE, turns.busy());
        Map<ClientId, Integer> free = new HashMap<>();
        for (LogoutNotification notification : due) {
            int left = free.merge(notification.client(), turns.free(notification.client()), (now, _) -> now - 1);
            if (left > 0) {
                Optional<LogoutNotification> claimed = notifications.claim(notification);
                claimed.ifPresent(ours -> executor.execute(() -> takeTurn(ours)));
            }
        }
        return due.size() == PAGE;
    }

    /**
     * A logout of very many sessions may take longer than the claims that were made in the midst of it. Then another user may have
     * begun meanwhile; and those that would wait for their turn are left to whoever looks for what is due.
     */
    private void attemptFirst(LogoutNotification owed) {
        boolean begunBySomebodyElse = owed.attempts() > 1;
        if (begunBySomebodyElse) {
            return;
        }
        if (patience(owed).isPositive()) {
            takeTurn(owed);
        } else if (turns.free(owed.client()) > 0) {
            claimAnew(owed).ifPresent(this::takeTurn);
        }
    }

    private Optional<LogoutNotification> claimAnew(LogoutNotification owed) {
        try {
            return notifications.claim(owed);
        } catch (RuntimeException | Error failure) {
            log.error("logout notification not claimed, the next poll retries: sid={}", owed.sid(), failure);
            return Optional.empty();
        }
    }

    private void takeTurn(LogoutNotification claimed) {
        try {
            Duration patience = patience(claimed);
            if (patience.isPositive() && turns.take(claimed.client(), patience)) {
                try {
                    delivery.attempt(claimed);
                } finally {
                    if (turns.release(claimed.client())) {
                        slotFreed.release();
                    }
                }
            }
            // Otherwise the claim runs out, and the notification is due again.
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failure) {
            log.error(
                    "result of a logout notification not stored, the attempt is repeated: sid={} client={}",
                    claimed.sid(),
                    claimed.client(),
                    failure);
        }
    }

    /** An attempt that begins now must be over before the claim runs out. */
    private Duration patience(LogoutNotification claimed) {
        return claimed.dueAt()
                .map(lease -> Duration.between(clock.instant(), lease)
                        .minus(properties.notifications().timeout()))
                .orElse(Duration.ZERO);
    }

    private void lookForDueOnes(ExecutorService executor) {
        try {
            while (!executor.isShutdown()) {
                boolean more = false;
                try {
                    more = sendDue();
                    availability.reached();
                } catch (RuntimeException | Error failure) {
                    // The only thread that looks: without it no app would be told again until a restart. The package
                    // ends the
                    // process when memory is exhausted (jvm.options).
                    DatabaseAvailability.unavailability(failure)
                            .ifPresentOrElse(
                                    availability::failed,
                                    () -> log.error(
                                            "query for due notifications failed, the next poll retries", failure));
                }
                if (!more) {
                    awaitSlotOrInterval();
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** An app with more due notifications than it gets attempts at once must not wait an interval for each such group. */
    private void awaitSlotOrInterval() throws InterruptedException {
        var _ = slotFreed.tryAcquire(properties.notifications().pollInterval().toMillis(), TimeUnit.MILLISECONDS);
        slotFreed.drainPermits();
    }

    @Override
    public void start() {
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        threads = executor;
        executor.execute(() -> lookForDueOnes(executor));
    }

    /** Attempts under way are broken off: their claims run out, and they are made again. */
    @Override
    public void stop() {
        ExecutorService executor = threads;
        threads = null;
        if (executor != null) {
            executor.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return threads != null;
    }
}
