package org.exeunt.idp.database;

/**
 * An update on which other changes depend. It changes those of its rows that are still in the state that its {@code where} clause
 * asks for: of several concurrent callers exactly one changes a row.
 *
 * <p>{@link GuardedWriter} executes it together with its effects.
 *
 * @param table the table whose rows it changes
 * @param key the primary key of that table, one column with texts
 * @param update the {@code update} statement
 */
public record GuardedUpdate(String table, String key, SqlWrite update) {}
