package org.exeunt.idp.database;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes several writes in one round trip to the database: what a logout changes stands in the tables of several modules, and a
 * trip for each costs more than the changes themselves.
 */
@Component
public class Writes {

    private static final Pattern PARAMETER = Pattern.compile("(?<![:\\w]):([a-zA-Z]\\w*)");

    private final JdbcClient jdbc;

    /** The texts of writes that are made together are always the same few. */
    private final Map<List<String>, String> joined = new ConcurrentHashMap<>();

    Writes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Makes them one after the other, in the caller's transaction; if one fails, so does that.
     *
     * @return how many rows the first one changed
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int together(List<Write> writes) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        for (int number = 0; number < writes.size(); number++) {
            String suffix = suffix(number);
            writes.get(number).parameters().forEach((name, value) -> parameters.put(name + suffix, value));
        }
        String sql = joined.computeIfAbsent(writes.stream().map(Write::sql).toList(), Writes::join);
        return jdbc.sql(sql).params(parameters).update();
    }

    private static String join(List<String> statements) {
        var text = new StringBuilder();
        for (int number = 0; number < statements.size(); number++) {
            Matcher parameter = PARAMETER.matcher(statements.get(number));
            text.append(number == 0 ? "" : ";\n").append(parameter.replaceAll(":$1" + suffix(number)));
        }
        return text.toString();
    }

    private static String suffix(int number) {
        return "_" + number;
    }
}
