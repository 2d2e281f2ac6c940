package org.exeunt.idp.database;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of a table's rows as the owner of the table words it, to be carried out by somebody else.
 *
 * @param sql one statement, with parameters like {@code :sid}
 * @param parameters their values by their names
 */
public record Write(String sql, Map<String, @Nullable Object> parameters) {

    /** A statement that has no values yet. */
    public static Write of(String sql) {
        return new Write(sql, Map.of());
    }

    /** The same with one value more. */
    public Write with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new HashMap<>(parameters);
        more.put(name, value);
        return new Write(sql, Collections.unmodifiableMap(more));
    }
}
