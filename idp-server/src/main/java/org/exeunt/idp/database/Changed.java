package org.exeunt.idp.database;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The result of {@link GuardedWriter}.
 *
 * @param keys the primary keys of the rows that the guarded update changed, in no defined order; empty if none
 * @param affected how many rows each effect changed
 */
public record Changed(List<String> keys, Map<SqlWrite, Integer> affected) {

    /** Whether no row was in the state that the guarded update requires: then the effects changed nothing either. */
    public boolean isNothing() {
        return keys.isEmpty();
    }

    /**
     * How many rows this effect changed.
     *
     * @throws NullPointerException if it is not one of those that were executed
     */
    public int affected(SqlWrite effect) {
        return Objects.requireNonNull(affected.get(effect));
    }
}
