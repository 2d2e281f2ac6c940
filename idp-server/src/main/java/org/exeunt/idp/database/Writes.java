package org.exeunt.idp.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes writes that the owners of several tables worded: what a logout changes stands in the tables of several modules, and a
 * trip to the database for each costs more than the changes themselves.
 *
 * <p>PostgreSQL makes a {@link Gate} and its effects by one statement. Any other database gets them one after the other; the
 * embedded one has no way to go.
 */
@Component
public class Writes {

    private final JdbcClient jdbc;
    private final JdbcOperations statements;
    private final TransactionOperations transaction;

    /** There are only so many kinds of logout. The first of the texts is the gate's. */
    private final Map<List<String>, OneStatement> known = new ConcurrentHashMap<>();

    private final boolean makesThemByOne;

    Writes(JdbcClient jdbc, JdbcOperations statements, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.statements = statements;
        this.transaction = transaction;
        this.makesThemByOne =
                Objects.requireNonNull(statements.execute((ConnectionCallback<Boolean>) Writes::isPostgres));
    }

    private static boolean isPostgres(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            throw new IllegalStateException(
                    "The pool's connections do not commit by themselves, so that what is one statement"
                            + " would be lost. Take spring.datasource.hikari.auto-commit=false out of the configuration.");
        }
        return "PostgreSQL".equals(connection.getMetaData().getDatabaseProductName());
    }

    /**
     * Makes one, in the caller's transaction.
     *
     * @return how many rows it changed
     */
    public int make(Write write) {
        Transaction.mustBeOpen();
        return jdbc.sql(write.sql()).params(write.parameters()).update();
    }

    /**
     * Passes a gate and makes the effects, in the caller's transaction, which fails if one of them does. If there is none, they are
     * one, committed when this returns; PostgreSQL is not even told of it, since a statement by itself is a transaction. The
     * effects are made in no certain order, and none of them sees what another does.
     *
     * @return how many rows each effect changed, in their order; empty if the gate is shut: then nothing changed
     */
    public Optional<List<Integer>> pass(Gate gate, List<Write> effects) {
        return makesThemByOne
                ? byOneStatement(gate, effects)
                : Objects.requireNonNull(transaction.execute(_ -> oneByOne(gate, effects)));
    }

    private Optional<List<Integer>> oneByOne(Gate gate, List<Write> effects) {
        return make(gate.change()) == 0
                ? Optional.empty()
                : Optional.of(effects.stream().map(gate::after).map(this::make).toList());
    }

    private Optional<List<Integer>> byOneStatement(Gate gate, List<Write> effects) {
        List<Write> writes =
                Stream.concat(Stream.of(gate.change()), effects.stream()).toList();
        OneStatement statement =
                known.computeIfAbsent(writes.stream().map(Write::sql).toList(), OneStatement::of);
        List<Integer> changed = Objects.requireNonNull(
                statements.execute(statement.sql(), (PreparedStatement prepared) -> statement.make(prepared, writes)));
        return Optional.of(changed.subList(1, changed.size())).filter(_ -> changed.getFirst() == 1);
    }

    /**
     * @param sql with a question mark for each value
     * @param names of the values of each write, in the order of their question marks
     */
    private record OneStatement(String sql, List<List<String>> names) {

        private static final Pattern PARAMETER = Pattern.compile("(?<![:\\w]):([a-zA-Z]\\w*)");
        private static final String GATE = "gate";

        static OneStatement of(List<String> texts) {
            List<String> parts = new ArrayList<>();
            List<String> counts = new ArrayList<>();
            for (int number = 0; number < texts.size(); number++) {
                String name = number == 0 ? GATE : "effect_" + number;
                parts.add("%s as (\n%s\nreturning %s\n)"
                        .formatted(
                                name, texts.get(number).replace(Gate.ROW, GATE).strip(), number == 0 ? "*" : "1"));
                counts.add("(select count(*) from " + name + ")");
            }
            String sql = "with " + String.join(",\n", parts) + "\nselect " + String.join(", ", counts);
            return new OneStatement(
                    PARAMETER.matcher(sql).replaceAll("?"),
                    texts.stream().map(OneStatement::parameters).toList());
        }

        private static List<String> parameters(String text) {
            return PARAMETER
                    .matcher(text)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }

        List<Integer> make(PreparedStatement statement, List<Write> writes) throws SQLException {
            int position = 1;
            for (int number = 0; number < writes.size(); number++) {
                Map<String, @Nullable Object> values = writes.get(number).parameters();
                for (String name : names.get(number)) {
                    statement.setObject(position++, values.get(name));
                }
            }
            statement.execute();
            List<Integer> changed = new ArrayList<>(writes.size());
            try (ResultSet counts = Objects.requireNonNull(statement.getResultSet())) {
                counts.next();
                for (int number = 1; number <= writes.size(); number++) {
                    changed.add(counts.getInt(number));
                }
            }
            return changed;
        }
    }
}
