package org.exeunt.idp.database;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Nobody gets to the database before its tables are there. */
@Configuration(proxyBeanMethods = false)
class SchemaConfiguration {

    @Bean
    JdbcTemplate jdbcTemplate(DataSource database) {
        new Schema(database).bringUpToDate();
        return new JdbcTemplate(database);
    }
}
