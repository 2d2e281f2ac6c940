package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class SchemaOnPostgresTests extends SchemaContract {

    SchemaOnPostgresTests() {
        super(TestDatabase.POSTGRESQL, "postgresql");
    }

    @Test
    void the_tables_of_another_server_in_the_search_path_are_not_ours() {
        String url = TestDatabase.POSTGRESQL.freshUrl();
        JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(url));
        RunningServer.start(url).close();
        jdbc.sql("create schema blue").update();

        RunningServer.start(url + "&currentSchema=blue,public").close();

        assertThat(jdbc.sql("select count(*) from blue.flyway_schema_history")
                        .query(Integer.class)
                        .single())
                .isPositive();
    }
}
