package org.exeunt.idp.database;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Logs once that the database is away, however many requests and jobs notice it, and once that it is back. */
@Component
public class DatabaseAvailability {

    private static final Logger log = LoggerFactory.getLogger(DatabaseAvailability.class);

    private final InstantSource clock;

    /** Empty while the database is reached. */
    private final AtomicReference<@Nullable Instant> awaySince = new AtomicReference<>();

    DatabaseAvailability(InstantSource clock) {
        this.clock = clock;
    }

    /** The first cause that a later attempt may not meet; empty if there is none. What is wrong with a statement is wrong the next time, too. */
    public static Optional<Throwable> unavailability(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(cause -> cause instanceof NonTransientDataAccessResourceException
                        || cause instanceof TransientDataAccessException
                        || cause instanceof RecoverableDataAccessException
                        || cause instanceof CannotCreateTransactionException
                        || cause instanceof TransactionSystemException)
                .findFirst();
    }

    /** The database could not be reached, or let go of what was asked. */
    public void failed(Throwable cause) {
        if (awaySince.compareAndSet(null, clock.instant())) {
            log.warn("database unavailable: cause='{}'", firstLine(cause));
        } else {
            log.debug("database still unavailable: cause='{}'", firstLine(cause));
        }
    }

    /** The database has answered. */
    public void reached() {
        Instant since = awaySince.getAndSet(null);
        if (since != null) {
            log.info(
                    "database available again: away_seconds={}",
                    Duration.between(since, clock.instant()).toSeconds());
        }
    }

    /** What the driver says, without the lines in which servers add details. */
    private static String firstLine(Throwable failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure)
                .toString()
                .lines()
                .findFirst()
                .orElse("");
    }
}
