package org.exeunt.idp.whole;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.IdpServer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The real server on a free port, with the demo's clients and people. */
final class RunningServer implements AutoCloseable {

    private static final Map<TestDatabase, RunningServer> SHARED = new EnumMap<>(TestDatabase.class);

    private final ConfigurableApplicationContext context;

    private RunningServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** One server for all tests that leave its configuration and life alone. */
    static RunningServer shared(TestDatabase database) {
        synchronized (SHARED) {
            return SHARED.computeIfAbsent(database, kind -> start(kind.freshUrl()));
        }
    }

    static RunningServer start(String databaseUrl, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--spring.datasource.url=" + databaseUrl,
                "--spring.profiles.active=development",
                "--server.port=0",
                "--exeunt.issuer=http://localhost:9000"));
        all.addAll(List.of(arguments));
        return new RunningServer(new SpringApplicationBuilder(IdpServer.class).run(all.toArray(String[]::new)));
    }

    URI url(String pathAndQuery) {
        return URI.create(
                "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + pathAndQuery);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
