package org.exeunt.idp.signin;

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
 * The table of attempts to sign in that went wrong, or have not gone right yet: they are counted before the password is
 * looked at. If they were counted afterwards, a thousand guesses at the same moment would all be free.
 */
@Repository
class SignInAttempts {

    /** More than those of nodes that work together should. */
    private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    SignInAttempts(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Whether there was a turn. */
    sealed interface Turn {}

    /** One attempt, counted. What is needed to take it back if it goes right. */
    record Taken(String counted, Instant before, Instant next) implements Turn {}

    /** Nobody may try before then. */
    record NotBefore(Instant next) implements Turn {}

    private record Row(int attempts, Instant nextAt, Instant forgottenAt) {}

    /**
     * Takes a turn if there is one. Of any number of callers at the same moment no more get one than the bound says: each
     * looks, decides, and writes only if nobody else wrote meanwhile, else it looks again.
     */
    Turn take(String counted, Bound bound) {
        while (true) {
            Instant now = now();
            if (updateFree(counted, bound, now)) {
                return new Taken(counted, now, now);
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
                return new Taken(counted, found.map(Row::nextAt).orElse(now), wanted.nextAt());
            }
        }
    }

    /** Of free attempts the time is that of the last one, by the clock of some node: it may be later than ours. */
    private static boolean mustWait(Row row, Bound bound, Instant now) {
        return row.attempts() >= bound.free() && row.nextAt().isAfter(now);
    }

    /**
     * No wait is longer than the longest, even if clocks differ. A row that says otherwise was written by a clock that was
     * wrong, and would keep everybody out until that time comes.
     */
    private static boolean isCredible(Row row, Bound bound, Instant now) {
        return row.nextAt().isBefore(now.plus(bound.longestDelay()).plus(CLOCKS_DIFFER_BY));
    }

    /** Takes the turn back as if it had not been: neither right nor wrong. */
    void giveBack(Taken taken) {
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

    /** Forgets every attempt that was counted together with this one. */
    void forget(Taken taken) {
        jdbc.sql("delete from sign_in_attempt where counted = :counted")
                .param("counted", taken.counted())
                .update();
    }

    /** Removes some of what nobody would look at any more: more than what is new, so that the table does not grow. */
    private void forgetOld() {
        try {
            jdbc.sql("""
                            delete from sign_in_attempt where counted in (
                                select counted from sign_in_attempt where forgotten_at <= :now and next_at <= :now
                                order by forgotten_at fetch first 10 rows only)
                            and forgotten_at <= :now and next_at <= :now
                            """).param("now", now().atOffset(ZoneOffset.UTC)).update();
        } catch (PessimisticLockingFailureException anotherTidiesUp) {
            // Then it need not be done here.
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
     * Counts one of the free attempts without having looked. The count of all strangers together is one row that many write at
     * the same moment: whoever looked first would look again and again.
     */
    private boolean updateFree(String counted, Bound bound, Instant now) {
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

    /** As exact as the database. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
