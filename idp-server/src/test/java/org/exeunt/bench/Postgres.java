package org.exeunt.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;

/** A PostgreSQL that keeps its promises: what it said to have committed is on the disk. */
final class Postgres implements AutoCloseable {

    /** The embedded one is made for tests, which do without either. */
    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

    private static final String USER = "postgres";
    private static final String FIRST = "postgres";

    private final EmbeddedPostgres server;

    Postgres() throws IOException, SQLException {
        this(Map.of());
    }

    /** @param settings besides those that make it keep its promises */
    Postgres(Map<String, String> settings) throws IOException, SQLException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        settings.forEach(builder::setServerConfig);
        DURABLE.forEach(builder::setServerConfig);
        // Or it would stop to write everything to the disk once more every few seconds under such a load.
        builder.setServerConfig("max_wal_size", "8GB");
        server = builder.start();
        for (String setting : DURABLE.keySet()) {
            if (!"on".equals(show(setting))) {
                server.close();
                throw new IllegalStateException(setting + " is not on: nothing that was measured would count");
            }
        }
    }

    private String show(String setting) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("show " + setting)) {
            rows.next();
            return rows.getString(1);
        }
    }

    DataSource database() {
        return database(FIRST);
    }

    String url() {
        return url(FIRST);
    }

    /** One more database on the same server. */
    void create(String name) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
    }

    DataSource database(String name) {
        return server.getDatabase(USER, name);
    }

    String url(String name) {
        return server.getJdbcUrl(USER, name);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
