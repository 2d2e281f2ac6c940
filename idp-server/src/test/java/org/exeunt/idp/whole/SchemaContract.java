package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A start brings the tables up to date by Flyway, as Spring Boot configures it. */
abstract class SchemaContract {

    private static final String HISTORY = "\"flyway_schema_history\"";

    private final String vendor;
    private final String url;
    private final JdbcClient jdbc;

    SchemaContract(TestDatabase database, String vendor) {
        this.vendor = vendor;
        this.url = database.freshUrl();
        this.jdbc = JdbcClient.create(new DriverManagerDataSource(url));
    }

    @Test
    void every_migration_of_this_database_runs_on_a_new_one() {
        start();

        assertThat(history()).containsExactlyInAnyOrderElementsOf(migrations());
    }

    @Test
    void a_migration_that_has_not_run_runs_and_the_others_do_not_run_again() {
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:db/migration")
                .target("16")
                .load()
                .migrate();

        start();
        start();

        assertThat(history()).containsExactlyInAnyOrderElementsOf(migrations());
    }

    @Test
    void a_migration_that_was_changed_after_it_ran_stops_the_start() {
        start();
        jdbc.sql("update " + HISTORY + " set \"checksum\" = 0 where \"version\" = '9'")
                .update();

        assertThatThrownBy(this::start).hasRootCauseInstanceOf(FlywayValidateException.class);
    }

    @Test
    void a_migration_that_failed_stops_the_start() {
        start();
        jdbc.sql("update " + HISTORY + " set \"success\" = false where \"version\" = '9'")
                .update();

        assertThatThrownBy(this::start).hasRootCauseInstanceOf(FlywayValidateException.class);
    }

    @Test
    void migrations_of_a_newer_version_of_the_server_do_not_stop_the_start() {
        start();
        jdbc.sql("insert into " + HISTORY
                        + " select \"installed_rank\" + 100, '99999', \"description\", \"type\", \"script\", \"checksum\","
                        + " \"installed_by\", \"installed_on\", \"execution_time\", \"success\" from " + HISTORY
                        + " where \"version\" = '9'")
                .update();

        start();
    }

    @Test
    void tables_can_be_created_before_the_start_by_a_role_with_more_rights() {
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:db/migration", "classpath:db/" + vendor)
                .load()
                .migrate();

        start("--spring.flyway.enabled=false");
    }

    private void start(String... arguments) {
        RunningServer.start(url, arguments).close();
    }

    /** The scripts that ran. */
    private List<@Nullable String> history() {
        return jdbc.sql("select \"script\" from " + HISTORY + " where \"type\" = 'SQL' and \"success\" = true")
                .query(String.class)
                .list();
    }

    private List<String> migrations() {
        var resources = new PathMatchingResourcePatternResolver();
        return Stream.of("db/migration", "db/" + vendor)
                .flatMap(folder -> scripts(resources, folder))
                .map(script -> Objects.requireNonNull(script.getFilename()))
                .toList();
    }

    private static Stream<Resource> scripts(PathMatchingResourcePatternResolver resources, String folder) {
        try {
            return Stream.of(resources.getResources("classpath*:" + folder + "/V*.sql"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
