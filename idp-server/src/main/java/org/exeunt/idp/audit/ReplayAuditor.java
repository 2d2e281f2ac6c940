package org.exeunt.idp.audit;

import org.exeunt.idp.authorization.ReplayAudit;
import org.exeunt.idp.database.SqlWrite;
import org.springframework.stereotype.Component;

/** Records the end of authorizations because of a replay: one of their tokens was used twice. */
@Component
class ReplayAuditor implements ReplayAudit {

    private static final RequestedBy BY_REPLAY = RequestedBy.byApp("replay", LogoutScope.APP);

    private final AuditTrail trail;

    ReplayAuditor(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public SqlWrite tokensRevoked() {
        return trail.revoked(BY_REPLAY);
    }
}
