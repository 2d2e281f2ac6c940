package org.exeunt.idp.logout.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.exeunt.idp.audit.AuditTrail;
import org.exeunt.idp.logout.Confirmations;
import org.exeunt.idp.logout.receipt.Receipts;
import org.exeunt.idp.notification.LogoutNotifications;
import org.exeunt.idp.session.BrowserSessions;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSessions;
import org.exeunt.idp.token.Authorizations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Deletes rows after their retention time. Each batch is a short transaction over rows that no other statement needs,
 * so that no logout waits for it.
 */
@Component
public class RetentionJob {

    private static final Logger log = LoggerFactory.getLogger(RetentionJob.class);

    private static final String NAME = "purge";

    private static final int BATCH = 500;

    private static final int FEW = 50;

    /** How long one run may take; the rest is left for the next run. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    /** Until then a device that still polls gets {@code expired_token} (RFC 8628, section 3.5), later {@code invalid_grant}. */
    private static final Duration EXPIRED_DEVICE_CODES = Duration.ofMinutes(10);

    private final JobLeases leases;
    private final SsoSessions sessions;
    private final BrowserSessions browserSessions;
    private final Authorizations authorizations;
    private final LogoutNotifications notifications;
    private final Confirmations questions;
    private final Receipts receipts;
    private final AuditTrail audit;
    private final TransactionOperations transaction;
    private final RetentionProperties properties;
    private final InstantSource clock;

    RetentionJob(
            JobLeases leases,
            SsoSessions sessions,
            BrowserSessions browserSessions,
            Authorizations authorizations,
            LogoutNotifications notifications,
            Confirmations questions,
            Receipts receipts,
            AuditTrail audit,
            TransactionOperations transaction,
            RetentionProperties properties,
            InstantSource clock) {
        this.leases = leases;
        this.sessions = sessions;
        this.browserSessions = browserSessions;
        this.authorizations = authorizations;
        this.notifications = notifications;
        this.questions = questions;
        this.receipts = receipts;
        this.audit = audit;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Deletes all due rows, unless another node is running this job.
     *
     * @return how many rows of each kind this call deleted; empty if another node is running this job
     */
    public Map<String, Integer> purge() {
        Instant until = clock.instant().plus(LEASE).truncatedTo(ChronoUnit.MICROS);
        if (!leases.take(NAME, until)) {
            return Map.of();
        }
        try {
            Map<String, Integer> removed = new LinkedHashMap<>();
            steps().forEach((what, step) -> removed.put(what, repeat(what, step, until)));
            if (removed.values().stream().anyMatch(rows -> rows > 0)) {
                log.info("retention job deleted rows: {}", removed);
            }
            return removed;
        } finally {
            leases.release(NAME, until);
        }
    }

    private Map<String, IntUnaryOperator> steps() {
        Instant now = clock.instant();
        Instant oldTokens = now.minus(properties.tokens());
        Map<String, IntUnaryOperator> steps = new LinkedHashMap<>();
        steps.put("browser-sessions", browserSessions::purgeExpired);
        steps.put("questions", questions::purgeExpired);
        steps.put("receipts", receipts::purgeExpired);
        steps.put(
                "device-codes",
                atMost -> authorizations.purgeUnusedDeviceCodes(now.minus(EXPIRED_DEVICE_CODES), atMost));
        steps.put("authorizations", atMost -> authorizations.purgeEnded(oldTokens, atMost));
        steps.put("tokens", atMost -> purgeTokens(oldTokens, atMost));
        steps.put("notifications", atMost -> notifications.purgeSettled(now.minus(properties.notifications()), atMost));
        steps.put("audit", atMost -> audit.purge(now.minus(properties.audit()), atMost));
        steps.put("sessions", atMost -> purgeSessions(now.minus(properties.sessions()), atMost));
        return steps;
    }

    private int purgeTokens(Instant before, int atMost) {
        return Objects.requireNonNull(transaction.execute(_ -> authorizations.purgeExpiredTokens(before, atMost)));
    }

    /** With what was issued under them. A session can have many rows, so the batches are small. */
    private int purgeSessions(Instant before, int atMost) {
        int removed = 0;
        int few = FEW;
        while (few == FEW && removed < atMost) {
            few = Objects.requireNonNull(transaction.execute(_ -> {
                List<Sid> old = sessions.endedBefore(before, FEW);
                authorizations.forgetBoundTo(old);
                sessions.forget(old);
                return old.size();
            }));
            removed += few;
        }
        return removed;
    }

    private int repeat(String what, IntUnaryOperator step, Instant until) {
        int removed = 0;
        try {
            int batch = BATCH;
            while (batch == BATCH && clock.instant().isBefore(until)) {
                batch = step.applyAsInt(BATCH);
                removed += batch;
            }
        } catch (RuntimeException failure) {
            log.error("retention job failed, the next run retries: rows={}", what, failure);
        }
        return removed;
    }
}
