package org.exeunt.idp.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;
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

    private static final String FOR_ALL = "db/migration";

    private final DataSource database;
    private final JdbcTemplate statements;
    private final Place place;

    /**
     * @param vendor the name of the database, which is that of a folder and of a file
     * @param name of the schema in which the tables are, in which alone Flyway looks
     */
    private record Place(String vendor, String name) {

        static Place of(Connection connection) throws SQLException {
            return new Place(
                    connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT),
                    Objects.requireNonNullElse(connection.getSchema(), ""));
        }

        String folder() {
            return "db/" + vendor;
        }
    }

    Schema(DataSource database) {
        this.database = database;
        this.statements = new JdbcTemplate(database);
        this.place = Objects.requireNonNull(statements.execute((ConnectionCallback<Place>) Place::of));
    }

    boolean isUpToDate() {
        List<String> wanted = wanted();
        return !wanted.isEmpty() && wanted.size() == scripts() && wanted.equals(history());
    }

    /**
     * Runs the scripts that have not run.
     *
     * @throws org.flywaydb.core.api.FlywayException if one fails or is not the one that ran under its number
     */
    void bringUpToDate() {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:" + FOR_ALL, "classpath:" + place.folder())
                .load()
                .migrate();
    }

    /** The scripts that ran, in their order, and whether they failed; empty if none ever did. */
    private List<String> history() {
        String sql = """
                select "version", "checksum", "success" from "%s"."flyway_schema_history"
                where "type" = 'SQL' order by "installed_rank"
                """.formatted(place.name().replace("\"", "\"\""));
        try {
            return statements.query(
                    connection -> connection.prepareStatement(sql),
                    (row, _) -> row.getString("version")
                            + (row.getBoolean("success") ? " " : " failed ")
                            + row.getString("checksum"));
        } catch (BadSqlGrammarException noSuchTable) {
            return List.of();
        }
    }

    /** The same of a database that is up to date; empty if it is one that this version does not know. */
    private List<String> wanted() {
        try (InputStream file = Schema.class.getResourceAsStream("/db/history/" + place.vendor() + ".txt")) {
            return file == null
                    ? List.of()
                    : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** How many there are, so that one that was not written down runs all the same. */
    private int scripts() {
        ResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
        try {
            return resources.getResources("classpath*:" + FOR_ALL + "/V*.sql").length
                    + resources.getResources("classpath*:" + place.folder() + "/V*.sql").length;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
