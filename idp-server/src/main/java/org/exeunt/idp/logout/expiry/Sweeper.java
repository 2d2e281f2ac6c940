package org.exeunt.idp.logout.expiry;

import java.util.List;
import org.exeunt.idp.logout.LogoutOutcome;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Ends the sessions that are past their limit, as logouts: tokens are revoked and apps are told. Nobody waits for it: such a
 * session is refused everywhere the moment its limit is reached. Any number of nodes may sweep at once, since a session ends
 * only once.
 */
@Component
public class Sweeper {

    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

    private static final int BATCH = 100;

    private final SsoSessions sessions;
    private final LogoutService logoutService;

    Sweeper(SsoSessions sessions, LogoutService logoutService) {
        this.sessions = sessions;
        this.logoutService = logoutService;
    }

    /**
     * Ends all that are past their limit now, each in a transaction of its own.
     *
     * @return how many this call ended
     */
    public int sweep() {
        int ended = 0;
        while (true) {
            List<Sid> overdue = sessions.pastLimit(BATCH);
            int now = (int) overdue.stream().filter(this::end).count();
            ended += now;
            // Nothing ended means that others do it, or that something is broken: both are for the next time.
            if (overdue.size() < BATCH || now == 0) {
                return ended;
            }
        }
    }

    private boolean end(Sid sid) {
        try {
            return logoutService.logout(new LogoutRequest.PastLimit(sid)) instanceof LogoutOutcome.Ended;
        } catch (RuntimeException failure) {
            log.error("a session past its limit could not be ended, tries again later: sid={}", sid, failure);
            return false;
        }
    }
}
