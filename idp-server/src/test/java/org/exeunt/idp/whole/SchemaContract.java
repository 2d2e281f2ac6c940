package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A start brings the tables up to date, and leaves Flyway alone if they are. */
abstract class SchemaContract {

    private static final String HISTORY = "\"flyway_schema_history\"";

    private final String file;
    private final String url;
    private final JdbcClient jdbc;
    private final List<String> statements = new ArrayList<>();

    SchemaContract(TestDatabase database) {
        this.file = "/db/history/" + database.name().toLowerCase(Locale.ROOT) + ".txt";
        this.url = database.freshUrl();
        this.jdbc = JdbcClient.create(new DriverManagerDataSource(url));
    }

    @Test
    void what_runs_on_a_new_database_is_written_down() throws IOException {
        start();

        List<String> ran = history();
        assertThat(writtenDown())
                .as("src/main/resources" + file + " has to be:\n" + String.join("\n", ran) + "\n")
                .isEqualTo(ran);
        assertThat(flywaysStatements()).as("Flyway made the tables").hasSizeGreaterThan(1);
    }

    @Test
    void flyway_is_left_alone_if_everything_ran() {
        start();
        statements.clear();

        start();

        assertThat(flywaysStatements())
                .as("nothing but ours")
                .singleElement()
                .asString()
                .contains("\"checksum\", \"success\"");
    }

    @Test
    void what_has_not_run_runs() throws IOException {
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:db/migration")
                .target("16")
                .load()
                .migrate();

        start();

        assertThat(history()).isEqualTo(writtenDown());
    }

    @Test
    void a_script_that_is_not_the_one_that_ran_stops_the_start() {
        start();
        jdbc.sql("update " + HISTORY + " set \"checksum\" = 0 where \"version\" = '9'")
                .update();

        assertThatThrownBy(this::start).hasRootCauseInstanceOf(FlywayValidateException.class);
    }

    @Test
    void a_setting_of_flyway_is_refused_before_anything_is_done() {
        assertThatThrownBy(() -> start("--spring.flyway.user=owner"))
                .rootCause()
                .hasMessageContaining("spring.flyway.user is set");
    }

    @Test
    void a_setting_of_flyway_is_of_no_consequence_if_everything_ran() {
        start();

        start("--spring.flyway.enabled=false");
    }

    @Test
    void a_script_that_failed_stops_the_start() {
        start();
        jdbc.sql("update " + HISTORY + " set \"success\" = false where \"version\" = '9'")
                .update();

        assertThatThrownBy(this::start).hasRootCauseInstanceOf(FlywayValidateException.class);
    }

    @Test
    void what_a_newer_version_did_to_the_tables_is_no_hindrance() {
        start();
        jdbc.sql("insert into " + HISTORY
                        + " select \"installed_rank\" + 100, '99999', \"description\", \"type\", \"script\", \"checksum\","
                        + " \"installed_by\", \"installed_on\", \"execution_time\", \"success\" from " + HISTORY
                        + " where \"version\" = '9'")
                .update();

        start();
    }

    void start(String... arguments) {
        var watched = new WatchedDatabase(_ -> sql -> {
            synchronized (statements) {
                statements.add(sql);
            }
        });
        RunningServer.start(watched, url, arguments).close();
    }

    private List<String> flywaysStatements() {
        return statements.stream()
                .filter(sql -> sql.contains("flyway_schema_history"))
                .toList();
    }

    private List<String> history() {
        return jdbc.sql("select * from " + HISTORY
                        + " where \"type\" = 'SQL' and \"success\" = true order by \"installed_rank\"")
                .query((row, _) -> row.getString("version") + " " + row.getString("checksum"))
                .list();
    }

    private List<String> writtenDown() throws IOException {
        try (InputStream lines = Objects.requireNonNull(getClass().getResourceAsStream(file), file)) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
