package org.exeunt.idp.token;

import java.time.Instant;
import org.exeunt.idp.client.ClientId;

/**
 * The access that one client holds for a user.
 *
 * @param outlivesSessions whether the access does not depend on a session: an authorization has {@code
 *     offline_access}, or has no session
 * @param since when the oldest of the live authorizations was granted
 */
public record AppAccess(ClientId client, boolean outlivesSessions, Instant since) {}
