package org.exeunt.idp.whole;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.regex.Pattern;

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
}
