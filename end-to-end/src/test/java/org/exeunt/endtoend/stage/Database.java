package org.exeunt.endtoend.stage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The databases that the server runs on. */
public enum Database {
    /** What the server uses unless told otherwise: a file below its working directory. */
    H2 {
        @Override
        Running start() {
            return new Running(List.of(), () -> {});
        }
    },
    /** A real server of its own. */
    POSTGRESQL {
        @Override
        Running start() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.start();
                String url = postgres.getJdbcUrl("postgres", "postgres");
                return new Running(List.of("--spring.datasource.url=" + url), postgres::close);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    };

    abstract Running start();

    /**
     * A database that takes connections.
     *
     * @param arguments what our server must be told to use it
     * @param stop ends the database, and forgets everything in it
     */
    record Running(List<String> arguments, Stop stop) {}

    /** How a database ends. */
    @FunctionalInterface
    interface Stop {
        void run() throws IOException;
    }
}
