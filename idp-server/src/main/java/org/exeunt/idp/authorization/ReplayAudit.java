package org.exeunt.idp.authorization;

import org.exeunt.idp.database.SqlWrite;
import org.exeunt.idp.token.Authorizations;

/**
 * What the audit trail records when a value that may be used once was presented a second time (RFC 9700, section 4.14.2).
 * Implemented by the logout feature, which owns the audit trail.
 */
public interface ReplayAudit {

    /** The effect of the end of an authorization by {@link Authorizations#ending} for this cause. */
    SqlWrite tokensRevoked();
}
