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
        // H2 does not say how it executes what stands within "final table".
        String update = sql.replaceFirst("(?s)^select \\w+ from final table \\((.*)\\)$", "$1");
        try (var explanation = connection.prepareStatement("explain " + update)) {
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
