package org.exeunt.idp.authorization;

import java.time.Instant;
import org.exeunt.idp.database.Write;

/**
 * The end of an authorization, as one of any number of calls that may be under way wants it.
 *
 * @param at to the microsecond, as the database keeps it; another call's end has another moment
 * @param write changes one row if it is this call that ends it, and none otherwise
 */
public record AuthorizationEnd(AuthorizationId authorization, Instant at, Write write) {}
