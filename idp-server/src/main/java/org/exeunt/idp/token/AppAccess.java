package org.exeunt.idp.token;

import java.time.Instant;
import org.exeunt.idp.client.ClientId;

/**
 * What one relying party may do for a person.
 *
 * @param outlivesSessions whether it may do so while the person is away: an authorization has {@code offline_access}, or no session
 * @param since when the person gave the oldest authorization of those that are live
 */
public record AppAccess(ClientId client, boolean outlivesSessions, Instant since) {}
