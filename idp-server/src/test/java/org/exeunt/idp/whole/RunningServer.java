package org.exeunt.idp.whole;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.exeunt.idp.IdpServer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The real server on a free port, with the demo's clients and users, and a clock and faults that a test holds in its hand. */
final class RunningServer implements Server, AutoCloseable {

    private static final Map<TestDatabase, RunningServer> SHARED = new EnumMap<>(TestDatabase.class);
    private static final Map<TestDatabase, RunningServer> FOR_RACES = new EnumMap<>(TestDatabase.class);

    private final TestClock clock = new TestClock();
    private final FaultyDatabase faults = new FaultyDatabase();
    private final ConfigurableApplicationContext context;

    private RunningServer(Map<String, String> settings, StatementRecorder alsoWatched) {
        context = new SpringApplicationBuilder(IdpServer.class)
                .listeners(new SerializedLogSetup())
                .initializers(starting -> takeInHand(starting, alsoWatched))
                .run(settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
    }

    /** One server for all tests that leave its configuration, clock, database and life alone. */
    static RunningServer shared(TestDatabase database) {
        synchronized (SHARED) {
            return SHARED.computeIfAbsent(database, kind -> start(kind.freshUrl()));
        }
    }

    /**
     * One server for all races: the password costs nothing there, so that the time goes into what is raced.
     *
     * @param apps what it tells of logouts: Shop and News. The same for all races, as the server is
     */
    static RunningServer forRaces(TestDatabase database, TestBackChannel apps) {
        synchronized (FOR_RACES) {
            return FOR_RACES.computeIfAbsent(database, kind -> {
                var server = start(
                        kind.freshUrl(),
                        "--exeunt.clients.shop.back-channel-logout-uri=" + apps.uri("/shop"),
                        "--exeunt.clients.news.back-channel-logout-uri=" + apps.uri("/news"));
                server.jdbc()
                        .sql("update account set password_hash = '{noop}' || username || '-demo-password'")
                        .update();
                return server;
            });
        }
    }

    /**
     * Starts it on a database.
     *
     * @param arguments as on the command line, {@code --name=value}; they override what is set here, and without a value
     *     take it away
     */
    static RunningServer start(String databaseUrl, String... arguments) {
        return start(new StatementRecorder(_ -> _ -> {}), databaseUrl, arguments);
    }

    /** The same, with another user who watches its database. */
    static RunningServer start(StatementRecorder alsoWatched, String databaseUrl, String... arguments) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("--spring.datasource.url", databaseUrl);
        settings.put("--spring.profiles.active", "development");
        settings.put("--server.port", "0");
        settings.put("--management.server.port", "-1");
        settings.put("--exeunt.issuer", "http://localhost:9000");
        settings.put("--exeunt.keys.encryption-key", "for+tests+only+for+tests+only+for+tests+onk=");
        // What goes on by itself would come between the statements that a test counts, or breaks.
        settings.put("--exeunt.notifications.poll-interval", "1h");
        settings.put("--exeunt.session.sweep-interval", "1h");
        // A test that wants an app to be told says where it listens; nobody calls what may run on this machine.
        settings.put("--exeunt.clients.shop.back-channel-logout-uri", "");
        settings.put("--exeunt.clients.news.back-channel-logout-uri", "");
        settings.put("--exeunt.retention.interval", "1h");
        // All tests of a server come from one address, and many are of one account.
        settings.put("--exeunt.device-authorization.per-address.free", "100000");
        settings.put("--exeunt.device-authorization.per-client.free", "100000");
        settings.put("--exeunt.device-authorization.user-codes-per-account.free", "100000");
        settings.put("--exeunt.device-authorization.user-codes-per-address.free", "100000");
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            if (pair.length == 1) {
                settings.remove(pair[0]);
            } else {
                settings.put(pair[0], pair[1]);
            }
        }
        return new RunningServer(settings, alsoWatched);
    }

    private void takeInHand(ConfigurableApplicationContext starting, StatementRecorder alsoWatched) {
        ((GenericApplicationContext) starting).registerBean(InstantSource.class, () -> clock);
        starting.getBeanFactory().addBeanPostProcessor(new StatementRecorder(faults::watch));
        starting.getBeanFactory().addBeanPostProcessor(alsoWatched);
        starting.getBeanFactory().addBeanPostProcessor(new CheapPasswords());
    }

    TestClock clock() {
        return clock;
    }

    FaultyDatabase faults() {
        return faults;
    }

    @Override
    public int port() {
        return Integer.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
    }

    /** Of the operators' own port, for a test that asked for one with {@code --management.server.port=0}. */
    int managementPort() {
        return Integer.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty("local.management.port")));
    }

    /** The web server of the public port. */
    WebServer webServer() {
        return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer());
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> T bean(Class<T> type, String name) {
        return context.getBean(name, type);
    }

    JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    /** Everything in a column, as texts. */
    List<String> column(String table, String column) {
        return jdbc().sql("select " + column + " from " + table)
                .query((row, _) -> String.valueOf(row.getString(1)))
                .list();
    }

    @Override
    public void close() {
        context.close();
    }
}
