package org.exeunt.idp.logout.automatic;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.exeunt.idp.logout.LogoutOutcome;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSessions;
import org.exeunt.idp.session.SsoSessions.ExpiredSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Ends the sessions that are past their limit, as logouts, so that apps are notified. No request waits for it: such a
 * session is refused everywhere from the time of its limit. Any number of nodes may run it concurrently, since a
 * session ends only once.
 */
@Component
public class ExpiryJob {

    private static final Logger log = LoggerFactory.getLogger(ExpiryJob.class);

    private static final int BATCH = 100;

    /** The clocks of nodes differ, and a transaction takes time. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private final SsoSessions sessions;
    private final LogoutService logoutService;
    private final InstantSource clock;

    /** No open session has a limit before this. The first run considers all, however old. */
    private Instant sweptUntil = Instant.EPOCH;

    ExpiryJob(SsoSessions sessions, LogoutService logoutService, InstantSource clock) {
        this.sessions = sessions;
        this.logoutService = logoutService;
        this.clock = clock;
    }

    /**
     * Ends all that are past their limit now, each in a transaction of its own.
     *
     * @return how many this call ended
     */
    public synchronized int sweep() {
        Instant now = clock.instant();
        if (now.isBefore(sweptUntil)) {
            // The clock was put back.
            sweptUntil = Instant.EPOCH;
        }
        int ended = 0;
        Instant unsweptFrom = now.minus(OVERLAP);
        Instant from = sweptUntil;
        Optional<Sid> after = Optional.empty();
        List<ExpiredSession> overdue;
        List<ExpiredSession> left;
        do {
            overdue = sessions.pastLimit(from, after, BATCH);
            left = overdue.stream().filter(session -> !end(session.sid())).toList();
            ended += overdue.size() - left.size();
            if (!left.isEmpty() && left.getFirst().limit().isBefore(unsweptFrom)) {
                unsweptFrom = left.getFirst().limit();
            }
            if (!overdue.isEmpty()) {
                from = overdue.getLast().limit();
                after = Optional.of(overdue.getLast().sid());
            }
            // If none ended, another node ends them or something is broken: the next run tries again.
        } while (overdue.size() == BATCH && left.size() < BATCH);
        sweptUntil = unsweptFrom;
        return ended;
    }

    private boolean end(Sid sid) {
        try {
            return switch (logoutService.logout(new LogoutRequest.SessionExpiry(sid))) {
                case LogoutOutcome.Ended _ -> true;
                case LogoutOutcome.NothingEnded _ -> false;
            };
        } catch (RuntimeException | Error failure) {
            log.error("expired session not ended, the next run retries: sid={}", sid, failure);
            return false;
        }
    }
}
