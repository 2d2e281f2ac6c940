package org.exeunt.idp.logout.audit;

import java.util.Optional;
import org.exeunt.idp.authorization.EndedByReplay;
import org.exeunt.idp.database.Writes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.stereotype.Component;

/** Writes down what nobody asked to end: the tokens of a family of which one was presented twice. */
@Component
class Replays implements ApplicationListener<PayloadApplicationEvent<EndedByReplay>> {

    private static final Logger log = LoggerFactory.getLogger(Replays.class);

    private static final Asked BY_REPLAY = new Asked("app", "replay", LogoutScope.APP, Optional.empty());

    private final AuditTrail trail;
    private final Writes writes;

    Replays(AuditTrail trail, Writes writes) {
        this.trail = trail;
        this.writes = writes;
    }

    /** Within the transaction that ended them. */
    @Override
    public void onApplicationEvent(PayloadApplicationEvent<EndedByReplay> event) {
        EndedByReplay replay = event.getPayload();
        log.warn(
                "presented twice, so all its tokens end: authorization={} kind={}",
                replay.authorization().value(),
                replay.kind());
        writes.make(replay.end().after(trail.revoked(BY_REPLAY)));
    }
}
