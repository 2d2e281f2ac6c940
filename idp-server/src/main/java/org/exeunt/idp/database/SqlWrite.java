package org.exeunt.idp.database;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One {@code insert}, {@code update} or {@code delete}, worded by the class that owns the table and executed by {@link
 * GuardedWriter}: a {@link GuardedUpdate}, or an effect of one.
 *
 * <p>An effect names the rows that the guarded update changed by the word {@value #CHANGED}, in place of a table, and finds all
 * their columns there with the new values. It must change nothing if there are none of them.
 *
 * @param sql the statement, with named parameters like {@code :auditActor}. The statements that are executed together share
 *     one set of names, so that each name says whose it is
 * @param parameters the values by their names
 */
public record SqlWrite(String sql, Map<String, @Nullable Object> parameters) {

    /** Stands for the changed rows in the text of an effect. */
    public static final String CHANGED = "{changed}";

    /** A statement without parameters. */
    public static SqlWrite of(String sql) {
        return new SqlWrite(sql, Map.of());
    }

    /** The same statement with one parameter more. */
    public SqlWrite with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new HashMap<>(parameters);
        more.put(name, value);
        return new SqlWrite(sql, Collections.unmodifiableMap(more));
    }
}
