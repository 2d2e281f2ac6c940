package org.exeunt.idp.authorization;

import org.exeunt.idp.database.SqlWrite;
import org.exeunt.idp.token.Authorizations;

/**
 * The audit event of a replay: a single-use value was presented a second time (RFC 9700, section 4.14.2). The audit
 * module implements it.
 */
public interface ReplayAudit {

    /** The effect of the end of an authorization by {@link Authorizations#ending} because of a replay. */
    SqlWrite tokensRevoked();
}
