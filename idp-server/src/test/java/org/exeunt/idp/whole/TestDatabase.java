package org.exeunt.idp.whole;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** A fresh, empty database of one of the two kinds that the server runs on. */
enum TestDatabase {
    H2 {
        @Override
        String freshUrl() {
            try {
                return "jdbc:h2:file:" + Files.createTempDirectory("exeunt-h2").resolve("db")
                        + ";USER=sa;LOCK_TIMEOUT=10000;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1";
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    },
    POSTGRESQL {
        @Override
        String freshUrl() {
            String name = "exeunt_" + UUID.randomUUID().toString().replace("-", "");
            try (Connection connection = Postgres.SERVER.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + name);
                // Not the time zone of this JVM: a test passes only if instants are stored as instants.
                statement.execute("alter database " + name + " set timezone to 'Pacific/Chatham'");
                // A database for tests alone would forget its last commits in a crash.
                statement.execute("alter database " + name + " set synchronous_commit to on");
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
            return Postgres.SERVER.getJdbcUrl("postgres", name);
        }
    };

    abstract String freshUrl();

    /** The names in the system property {@code exeunt.web-test-databases}, separated by commas; H2 if it is not set. */
    static List<TestDatabase> forWebTests() {
        return Arrays.stream(System.getProperty("exeunt.web-test-databases", H2.name())
                        .split(","))
                .map(TestDatabase::valueOf)
                .toList();
    }

    /** One server for the whole JVM. */
    private static final class Postgres {

        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
