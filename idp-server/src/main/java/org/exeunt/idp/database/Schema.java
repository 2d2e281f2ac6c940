package org.exeunt.idp.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The tables as this version of the server wants them: Flyway has run every script of {@code db/migration} and of the folder of this
 * database, in {@code db}.
 *
 * <p>Nearly every start finds them so. To let Flyway find it takes a tenth of the start, so what it wrote down is read first: the scripts
 * that ran, with their checksums. {@code db/history} has what this version would have written; a test compares the two. Whatever
 * else is found, Flyway decides what to do.
 */
final class Schema {

    private final DataSource database;
    private final JdbcTemplate statements;
    private final String vendor;

    Schema(DataSource database) {
        this.database = database;
        this.statements = new JdbcTemplate(database);
        this.vendor = Objects.requireNonNull(statements.execute((ConnectionCallback<String>)
                        connection -> connection.getMetaData().getDatabaseProductName()))
                .toLowerCase(Locale.ROOT);
    }

    /**
     * Runs the scripts that have not run.
     *
     * @throws org.flywaydb.core.api.FlywayException if one fails or is not the one that ran under its number
     */
    void bringUpToDate() {
        List<String> history = history();
        boolean isUpToDate = !history.isEmpty() && history.equals(wanted());
        if (!isUpToDate) {
            Flyway.configure()
                    .dataSource(database)
                    .locations("classpath:db/migration", "classpath:db/" + vendor)
                    .load()
                    .migrate();
        }
    }

    /** The scripts that ran, in their order, and whether they failed; empty if none ever did. */
    private List<String> history() {
        try {
            return statements.query(
                    """
                    select "version", "checksum", "success" from "flyway_schema_history"
                    where "type" = 'SQL' order by "installed_rank"
                    """,
                    (row, _) -> row.getString("version")
                            + (row.getBoolean("success") ? " " : " failed ")
                            + row.getString("checksum"));
        } catch (BadSqlGrammarException noSuchTable) {
            return List.of();
        }
    }

    /** The same of a database that is up to date; empty if it is one that this version does not know. */
    private List<String> wanted() {
        try (InputStream file = Schema.class.getResourceAsStream("/db/history/" + vendor + ".txt")) {
            return file == null
                    ? List.of()
                    : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
