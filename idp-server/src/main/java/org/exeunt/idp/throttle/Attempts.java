package org.exeunt.idp.throttle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table of attempts that failed or are in progress: an attempt is counted before its outcome is known. Counted afterwards, a
 * thousand concurrent ones would all be free.
 */
@Repository
class Attempts {

    /** The largest clock difference between nodes that is tolerated. */
    private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    Attempts(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Whether an attempt is permitted. */
    sealed interface Permit {}

    /** One attempt, counted, with what is needed to give it back. */
    record Acquired(String counted, Instant before, Instant next) implements Permit {}

    /** No attempt is permitted before then. */
    record NotBefore(Instant next) implements Permit {}

    private record Row(int attempts, Instant nextAt, Instant forgottenAt) {}

    /**
     * Acquires a permit if there is one. Of any number of concurrent callers no more get one than the policy allows:
     * each reads, decides, and updates on the condition that no other caller updated meanwhile, else it reads again.
     */
    Permit take(String counted, BackoffPolicy bound) {
        while (true) {
            Instant now = now();
            if (updateFree(counted, bound, now)) {
                return new Acquired(counted, now, now);
            }
            Optional<Row> found = find(counted);
            Optional<Row> credible = found.filter(row -> isCredible(row, bound, now));
            if (credible.isPresent() && mustWait(credible.get(), bound, now)) {
                return new NotBefore(credible.get().nextAt());
            }
            Row before = credible.filter(row -> row.forgottenAt().isAfter(now))
                    .orElseGet(() -> new Row(0, now, now.plus(bound.forgottenAfter())));
            int attempts = before.attempts() + 1;
            var wanted = new Row(attempts, now.plus(bound.delayAfter(attempts)), before.forgottenAt());
            boolean written = found.map(row -> update(counted, row, wanted)).orElseGet(() -> insert(counted, wanted));
            if (written) {
                return new Acquired(counted, found.map(Row::nextAt).orElse(now), wanted.nextAt());
            }
        }
    }

    /**
     * While attempts are free, the stored time is that of the last one by the clock of some node, which may be ahead
     * of ours.
     */
    private static boolean mustWait(Row row, BackoffPolicy bound, Instant now) {
        return row.attempts() >= bound.free() && row.nextAt().isAfter(now);
    }

    /**
     * No delay exceeds the maximum, even if clocks differ. A row that says otherwise was written by a wrong clock,
     * and would block attempts until that time.
     */
    private static boolean isCredible(Row row, BackoffPolicy bound, Instant now) {
        return row.nextAt().isBefore(now.plus(bound.longestDelay()).plus(CLOCKS_DIFFER_BY));
    }

    /** Gives the permit back: the attempt was neither right nor wrong. */
    void release(Acquired taken) {
        jdbc.sql("""
                        update sign_in_attempt
                        set attempts = attempts - 1, next_at = case when next_at = :next then :before else next_at end
                        where counted = :counted and attempts > 0
                        """)
                .param("counted", taken.counted())
                .param("next", taken.next().atOffset(ZoneOffset.UTC))
                .param("before", taken.before().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Deletes all attempts counted under the same key. */
    void forget(Acquired taken) {
        jdbc.sql("delete from sign_in_attempt where counted = :counted")
                .param("counted", taken.counted())
                .update();
    }

    /** Deletes some expired rows: more than were added, so that the table does not grow. */
    private void forgetOld() {
        try {
            jdbc.sql("""
                            delete from sign_in_attempt where counted in (
                                select counted from sign_in_attempt where forgotten_at <= :now and next_at <= :now
                                order by forgotten_at fetch first 10 rows only)
                            and forgotten_at <= :now and next_at <= :now
                            """).param("now", now().atOffset(ZoneOffset.UTC)).update();
        } catch (PessimisticLockingFailureException anotherTidiesUp) {
            // Another request deletes them.
        }
    }

    private Optional<Row> find(String counted) {
        return jdbc.sql("select attempts, next_at, forgotten_at from sign_in_attempt where counted = :counted")
                .param("counted", counted)
                .query((row, _) -> new Row(
                        row.getInt("attempts"),
                        row.getObject("next_at", OffsetDateTime.class).toInstant(),
                        row.getObject("forgotten_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    private boolean insert(String counted, Row row) {
        try {
            jdbc.sql("""
                            insert into sign_in_attempt (counted, attempts, next_at, forgotten_at)
                            values (:counted, :attempts, :nextAt, :forgottenAt)
                            """)
                    .param("counted", counted)
                    .param("attempts", row.attempts())
                    .param("nextAt", row.nextAt().atOffset(ZoneOffset.UTC))
                    .param("forgottenAt", row.forgottenAt().atOffset(ZoneOffset.UTC))
                    .update();
            forgetOld();
            return true;
        } catch (DuplicateKeyException anotherWasFaster) {
            return false;
        }
    }

    /**
     * Counts a free attempt without reading first. The count of all unknown browsers is one row that many requests
     * update at the same time: an optimistic read would have to be repeated again and again.
     */
    private boolean updateFree(String counted, BackoffPolicy bound, Instant now) {
        return jdbc.sql("""
                                update sign_in_attempt set attempts = attempts + 1
                                where counted = :counted and attempts < :free and next_at <= :now and forgotten_at > :now
                                """)
                        .param("counted", counted)
                        .param("free", bound.free() - 1)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    private boolean update(String counted, Row found, Row wanted) {
        return jdbc.sql("""
                                update sign_in_attempt
                                set attempts = :attempts, next_at = :nextAt, forgotten_at = :forgottenAt
                                where counted = :counted and attempts = :foundAttempts and next_at = :foundNextAt
                                """)
                        .param("counted", counted)
                        .param("attempts", wanted.attempts())
                        .param("nextAt", wanted.nextAt().atOffset(ZoneOffset.UTC))
                        .param("forgottenAt", wanted.forgottenAt().atOffset(ZoneOffset.UTC))
                        .param("foundAttempts", found.attempts())
                        .param("foundNextAt", found.nextAt().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** The database's precision. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
