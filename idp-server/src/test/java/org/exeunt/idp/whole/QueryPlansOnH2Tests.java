package org.exeunt.idp.whole;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Pattern;

class QueryPlansOnH2Tests extends QueryPlansContract {

    QueryPlansOnH2Tests() {
        super(TestDatabase.H2);
    }

    @Override
    String numbers(int n) {
        return "(select x as i from system_range(1, " + n + "))";
    }

    @Override
    String explain(Connection connection, String sql) throws SQLException {
        try (var explanation = connection.prepareStatement("explain " + sql)) {
            int parameters = explanation.getParameterMetaData().getParameterCount();
            for (int number = 1; number <= parameters; number++) {
                explanation.setObject(number, null);
            }
            try (ResultSet rows = explanation.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    @Override
    Pattern scan() {
        return Pattern.compile(
                "(?i)(SSO_SESSION|SPRING_SESSION|SESSION_PARTICIPANT|OAUTH2_AUTHORIZATION|OAUTH2_TOKEN|LOGOUT_NOTIFICATION)\\.tableScan");
    }
}
