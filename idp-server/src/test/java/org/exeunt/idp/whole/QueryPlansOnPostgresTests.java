package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class QueryPlansOnPostgresTests extends QueryPlansContract {

    QueryPlansOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }

    @Override
    String numbers(int n) {
        return "generate_series(1, " + n + ") i";
    }

    @Override
    String explain(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            // Not a plan for these values, which are none, but one for any.
            statement.execute("set plan_cache_mode = force_generic_plan");
            statement.execute("prepare explained as " + numbered(sql));
            long parameters = sql.chars().filter(letter -> letter == '?').count();
            var plan = new StringBuilder();
            try (var rows = statement.executeQuery("explain execute explained"
                    + (parameters == 0
                            ? ""
                            : "(" + String.join(", ", Collections.nCopies((int) parameters, "null")) + ")"))) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
            statement.execute("deallocate explained");
            return plan.toString();
        }
    }

    @Override
    Pattern scan() {
        return Pattern.compile(
                "Seq Scan on"
                        + " (sso_session|spring_session|session_participant|oauth2_authorization|oauth2_token|logout_notification)\\b");
    }

    @Test
    @DisplayName("No index depends on the locale of the database: every column with texts is compared byte by byte")
    void texts_are_bytes() {
        assertThat(server.jdbc().sql("""
                        select table_name || '.' || column_name from information_schema.columns
                        where table_schema = current_schema() and table_name <> 'flyway_schema_history'
                            and data_type in ('character varying', 'character', 'text')
                            and collation_name is distinct from 'C'
                        """).query(String.class).list()).isEmpty();
    }
}
