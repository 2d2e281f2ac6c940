package org.exeunt.idp.database;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Executes a {@link GuardedUpdate} and its effects, which belong to the tables of several modules.
 *
 * <p>On PostgreSQL they are one statement: data-modifying parts of a {@code with} clause, in which {@code changed} is what the
 * update returns. H2 has no such statements: there the update is executed first, and each effect after it, over the rows with
 * the keys that the update changed.
 */
@Component
public class GuardedWriter {

    private static final String CHANGED_ROWS = "changed";

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final boolean isPostgres;

    GuardedWriter(JdbcClient jdbc, JdbcOperations statements, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.isPostgres =
                Objects.requireNonNull(statements.execute((ConnectionCallback<Boolean>) GuardedWriter::isPostgres));
    }

    private static boolean isPostgres(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            throw new IllegalStateException(
                    "The connections of the pool do not commit by themselves, so that a logout of one statement"
                            + " would be lost. Take spring.datasource.hikari.auto-commit=false out of the configuration.");
        }
        return "PostgreSQL".equals(connection.getMetaData().getDatabaseProductName());
    }

    /**
     * Executes the update and its effects in the caller's transaction. If the caller opened none they are a transaction of their
     * own, committed when this returns; on PostgreSQL the single statement is that transaction. If one of them fails none has
     * happened.
     *
     * <p>On PostgreSQL the effects see the other tables as they were when the statement began, none sees what another effect
     * does, and they are executed in no certain order.
     *
     * @throws IllegalArgumentException if two of the statements have a parameter of the same name
     */
    public Changed execute(GuardedUpdate update, List<SqlWrite> effects) {
        Map<String, @Nullable Object> parameters = parameters(update, effects);
        return isPostgres
                ? inOneStatement(update, effects, parameters)
                : Objects.requireNonNull(transaction.execute(_ -> oneByOne(update, effects)));
    }

    private static Map<String, @Nullable Object> parameters(GuardedUpdate update, List<SqlWrite> effects) {
        Map<String, @Nullable Object> all = new HashMap<>(update.update().parameters());
        for (SqlWrite effect : effects) {
            effect.parameters().forEach((name, value) -> {
                if (all.containsKey(name)) {
                    throw new IllegalArgumentException("two parts of one statement have a parameter :" + name);
                }
                all.put(name, value);
            });
        }
        return all;
    }

    private Changed inOneStatement(
            GuardedUpdate update, List<SqlWrite> effects, Map<String, @Nullable Object> parameters) {
        List<Changed> rows = jdbc.sql(statement(update, effects))
                .params(parameters)
                .query((row, _) -> toChanged(row, effects))
                .list();
        return rows.isEmpty()
                ? nothing(effects)
                : new Changed(
                        rows.stream().flatMap(row -> row.keys().stream()).toList(),
                        rows.getFirst().affected());
    }

    private static String statement(GuardedUpdate update, List<SqlWrite> effects) {
        List<String> parts = new ArrayList<>();
        parts.add(part(CHANGED_ROWS, update.update(), "*"));
        for (int number = 0; number < effects.size(); number++) {
            parts.add(part("effect_" + number, effects.get(number), "1"));
        }
        String counts = IntStream.range(0, effects.size())
                .mapToObj(number -> ", (select count(*) from effect_" + number + ")")
                .collect(joining());
        return "with " + String.join(",\n", parts) + "\nselect " + update.key() + counts + " from " + CHANGED_ROWS;
    }

    private static String part(String name, SqlWrite write, String returned) {
        return "%s as (\n%s\nreturning %s\n)"
                .formatted(
                        name,
                        write.sql().replace(SqlWrite.CHANGED, CHANGED_ROWS).strip(),
                        returned);
    }

    /** One row for each that was changed; the counts are the same in all of them. */
    private static Changed toChanged(ResultSet row, List<SqlWrite> effects) throws SQLException {
        Map<SqlWrite, Integer> affected = new LinkedHashMap<>();
        for (int number = 0; number < effects.size(); number++) {
            affected.put(effects.get(number), row.getInt(number + 2));
        }
        return new Changed(List.of(row.getString(1)), affected);
    }

    private Changed oneByOne(GuardedUpdate update, List<SqlWrite> effects) {
        List<String> keys = jdbc.sql("select " + update.key() + " from final table ("
                        + update.update().sql().strip() + ")")
                .params(update.update().parameters())
                .query((row, _) -> row.getString(1))
                .list();
        if (keys.isEmpty()) {
            return nothing(effects);
        }
        Map<SqlWrite, Integer> affected = new LinkedHashMap<>();
        for (SqlWrite effect : effects) {
            affected.put(effect, make(effect, update, keys));
        }
        return new Changed(keys, affected);
    }

    private int make(SqlWrite effect, GuardedUpdate update, List<String> keys) {
        String changedRows = "(select * from %s where %s = any(:changedKeys))".formatted(update.table(), update.key());
        return jdbc.sql(effect.sql().replace(SqlWrite.CHANGED, changedRows))
                .params(effect.parameters())
                .param("changedKeys", keys.toArray(String[]::new))
                .update();
    }

    private static Changed nothing(List<SqlWrite> effects) {
        return new Changed(List.of(), effects.stream().distinct().collect(toMap(effect -> effect, _ -> 0)));
    }
}
