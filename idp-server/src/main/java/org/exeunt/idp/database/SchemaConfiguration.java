package org.exeunt.idp.database;

import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/** Nobody gets to the database before its tables are there. */
@Configuration(proxyBeanMethods = false)
class SchemaConfiguration {

    @Bean
    JdbcTemplate jdbcTemplate(DataSource database, Environment environment) {
        var schema = new Schema(database);
        if (!schema.isUpToDate()) {
            refuseSettings(environment);
            schema.bringUpToDate();
        }
        return new JdbcTemplate(database);
    }

    /** Somebody wants the scripts to be run otherwise than we are about to, or not by us. */
    private static void refuseSettings(Environment environment) {
        Binder.get(environment)
                .bind("spring.flyway", Bindable.mapOf(String.class, String.class))
                .ifBound(settings -> {
                    throw new IllegalStateException(("The database is not up to date, and spring.flyway.%s is set,"
                                    + " which the server does not read. Run the scripts of db/migration and db/<database>"
                                    + " with Flyway yourself, then start: it leaves Flyway alone if all of them ran."
                                    + " Or take the setting out.")
                            .formatted(Map.copyOf(settings).keySet().iterator().next()));
                });
    }
}
