package org.exeunt.idp.session;

import java.time.Instant;
import java.time.ZoneOffset;
import org.exeunt.idp.database.Write;

/**
 * The end of a session, as one of any number of logouts that may be under way wants it.
 *
 * <p>What else that logout does goes to the database together with this and cannot wait for how it turned out. So each of its
 * effects is made only of a session that ended {@link #at} this moment: then those of a logout that came too late change
 * nothing.
 *
 * @param at to the microsecond, as the database keeps it
 * @param write changes one row if this logout is the one that ends the session, and none otherwise
 */
public record SessionEnd(Sid sid, Instant at, Write write) {

    /** A write that is an effect of this end: it may say {@code :sid} and {@code :endedAt}. */
    public Write effect(String sql) {
        return Write.of(sql).with("sid", sid.value()).with("endedAt", at.atOffset(ZoneOffset.UTC));
    }
}
