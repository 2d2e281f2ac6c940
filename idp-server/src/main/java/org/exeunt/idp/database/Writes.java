package org.exeunt.idp.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes several writes in one round trip to the database: what a logout changes stands in the tables of several modules, and a
 * trip for each costs more than the changes themselves.
 *
 * <p>PostgreSQL takes several statements with their values at once and says of each how many rows it changed. Any other database
 * gets them one after the other; the embedded one has no way to go.
 */
@Component
public class Writes {

    private static final Pattern PARAMETER = Pattern.compile("(?<![:\\w]):([a-zA-Z]\\w*)");

    private final JdbcClient jdbc;
    private final JdbcOperations statements;

    /** The texts of writes that are made together are always the same few. */
    private final Map<List<String>, Trip> trips = new ConcurrentHashMap<>();

    private volatile @Nullable Boolean takesSeveral;

    Writes(JdbcClient jdbc, JdbcOperations statements) {
        this.jdbc = jdbc;
        this.statements = statements;
    }

    /**
     * Makes them one after the other, in the caller's transaction; if one fails, so does that.
     *
     * @return how many rows each of them changed, in their order
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Integer> together(List<Write> writes) {
        return areOneTrip(writes)
                ? trip(writes, false)
                : writes.stream().map(this::make).toList();
    }

    /**
     * The same as the last that is done in the caller's transaction: on PostgreSQL the commit goes along, and that of the caller
     * finds nothing left to do. Other databases leave it to the caller.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Integer> togetherWithCommit(List<Write> writes) {
        return areOneTrip(writes) ? trip(writes, true) : together(writes);
    }

    private int make(Write write) {
        return jdbc.sql(write.sql()).params(write.parameters()).update();
    }

    /** A list of values stands for as many parameters as it is long. */
    private boolean areOneTrip(List<Write> writes) {
        return takesSeveral()
                && writes.stream()
                        .noneMatch(
                                write -> write.parameters().values().stream().anyMatch(Collection.class::isInstance));
    }

    private boolean takesSeveral() {
        Boolean known = takesSeveral;
        if (known == null) {
            known = "PostgreSQL".equals(statements.execute((ConnectionCallback<String>)
                    connection -> connection.getMetaData().getDatabaseProductName()));
            takesSeveral = known;
        }
        return known;
    }

    private List<Integer> trip(List<Write> writes, boolean commit) {
        List<String> texts = new ArrayList<>(writes.size() + 1);
        writes.forEach(write -> texts.add(write.sql()));
        if (commit) {
            texts.add("commit");
        }
        Trip trip = trips.computeIfAbsent(texts, Trip::of);
        return Objects.requireNonNull(
                statements.execute(trip.sql(), (PreparedStatement statement) -> trip.make(statement, writes)));
    }

    /**
     * Statements that go together.
     *
     * @param sql with a question mark for each value
     * @param names of the values of each statement, in the order of their question marks
     */
    private record Trip(String sql, List<List<String>> names) {

        static Trip of(List<String> statements) {
            return new Trip(
                    statements.stream()
                            .map(text -> PARAMETER.matcher(text).replaceAll("?"))
                            .reduce((before, text) -> before + ";\n" + text)
                            .orElseThrow(),
                    statements.stream().map(Trip::parameters).toList());
        }

        private static List<String> parameters(String statement) {
            Matcher parameter = PARAMETER.matcher(statement);
            return parameter.results().map(found -> found.group(1)).toList();
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
            for (int number = 0; number < writes.size(); number++) {
                changed.add(statement.getUpdateCount());
                statement.getMoreResults();
            }
            return changed;
        }
    }
}
