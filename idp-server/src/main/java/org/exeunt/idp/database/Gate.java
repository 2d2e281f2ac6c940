package org.exeunt.idp.database;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A change of one row on which other changes depend. Of any number of callers that want to make it, one does.
 *
 * <p>Its effects are writes that name the row as it is after the change, like a table, by the word {@code {gate}}: they change
 * nothing unless this caller made it.
 *
 * @param table whose row it is
 * @param key the column that says which row
 * @param id its value, unique
 * @param change an update of that row, with the condition under which it is still to be made
 */
public record Gate(String table, String key, String id, Write change) {

    /** Stands for the row in the text of an effect, where that names a table. */
    static final String ROW = "{gate}";

    private static final String ID = "gate";

    /** An effect as a statement of its own, for whoever knows that the gate was passed. */
    public Write after(Write effect) {
        Map<String, @Nullable Object> parameters = new TreeMap<>(effect.parameters());
        parameters.put(ID, id);
        return new Write(
                effect.sql().replace(ROW, "(select * from " + table + " where " + key + " = :" + ID + ")"), parameters);
    }
}
