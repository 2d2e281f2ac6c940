package org.exeunt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long the package takes from the start of its process to the first answer, compared in turns with {@link StockServer}, and how
 * much memory it holds.
 */
@TestInstance(Lifecycle.PER_CLASS)
class StartBenchmark {

    /** Odd, so that there is one in the middle. */
    private static final int STARTS = 5;

    private static final int IDLE_SECONDS = 30;
    private static final int MOST_SESSIONS = 70_000;
    private static final String FIRST_ANSWER = "/.well-known/openid-configuration";

    private final Table table = new Table();

    @AfterAll
    void write() throws IOException {
        table.write("start");
    }

    @Test
    void on_the_embedded_database(@TempDir Path folder) throws IOException, InterruptedException {
        measureStarts("H2", folder, List.of(), "jdbc:h2:file:./stock;USER=sa");
        try (Program server = start(folder, List.of())) {
            idle("H2", server);
            showSignInPages(server);
            table.note("H2, resident memory after sign-in pages: %d MiB".formatted(server.residentMemory()));
        }
    }

    @Test
    void on_postgres(@TempDir Path folder) throws IOException, InterruptedException, SQLException {
        try (var postgres = new Postgres()) {
            List<String> arguments = new ArrayList<>(Apps.arguments());
            arguments.add("--spring.datasource.url=" + postgres.url());
            arguments.add("--exeunt.issuer=http://localhost:9000");
            measureStarts("PostgreSQL", folder, arguments, postgres.url());
            var state = new StoredState(postgres.database());
            try (Program server = start(folder, arguments)) {
                idle("PostgreSQL", server);
                showSignInPages(server);
                introspect(server, state);
                signOut(server, state);
                table.note(
                        "PostgreSQL, resident memory after sign-in pages, introspections, logouts: %d MiB (must be ≤ 450)"
                                .formatted(server.residentMemory()));
                signOutEverywhere(server, state);
                table.note("PostgreSQL, resident memory after a person with %,d sessions signed out everywhere: %d MiB"
                        .formatted(MOST_SESSIONS, server.residentMemory()));
            }
        }
    }

    private void measureStarts(String database, Path folder, List<String> arguments, String url)
            throws IOException, InterruptedException {
        try (Program server = start(folder, arguments)) {
            table.note("%s, start on an empty database: %d ms"
                    .formatted(database, server.startUp().toMillis()));
        }
        List<Long> ours = new ArrayList<>();
        List<Long> stock = new ArrayList<>();
        for (int start = 0; start < STARTS; start++) {
            try (Program server = start(folder, arguments)) {
                ours.add(server.startUp().toMillis());
            }
            try (Program server = StockServer.start(folder, inPackage("lib"), url, FIRST_ANSWER)) {
                stock.add(server.startUp().toMillis());
            }
        }
        table.note(
                "%s, start, median of %d: %d ms (must be ≤ %d, Spring's own authorization server in turns); all: %s, %s"
                        .formatted(database, STARTS, median(ours), median(stock), ours, stock));
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private void idle(String database, Program server) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        table.note("%s, resident memory %d seconds after the start: %d MiB (must be ≤ 300)"
                .formatted(database, IDLE_SECONDS, server.residentMemory()));
    }

    private static void showSignInPages(Program server) throws IOException {
        new Driver(server.port(), 8).run(0, 20_000, _ -> Requests.get("/login"), "HTTP/1.1 200");
    }

    private static void introspect(Program server, StoredState state) throws IOException, SQLException {
        int tokens = 1_000;
        state.signIn("int", tokens, 1, 1, 2);
        new Driver(server.port(), 32)
                .run(
                        0,
                        200_000,
                        number -> Requests.post(
                                "/oauth2/introspect",
                                "token=" + StoredState.accessToken("int", number % tokens),
                                Apps.authorization(1)),
                        "\"active\":true");
    }

    private static void signOut(Program server, StoredState state) throws IOException, SQLException {
        int people = 30_000;
        state.signIn("out", people, 1, 1, 2);
        new Driver(server.port(), 8)
                .run(
                        0,
                        people,
                        number -> Requests.get(
                                "/logout?client_id=app1&redirect_uri=" + Apps.SIGNED_OUT,
                                Requests.cookie(StoredState.cookie("out", number))),
                        "HTTP/1.1 303");
    }

    /** The largest thing that one request may want: the heap must be enough. */
    private static void signOutEverywhere(Program server, StoredState state) throws IOException, SQLException {
        state.signIn("all", MOST_SESSIONS, MOST_SESSIONS, 1, 2);
        new Driver(server.port(), 1)
                .run(
                        0,
                        1,
                        _ -> Requests.delete(
                                "/api/auth/sessions?scope=everywhere", Requests.cookie(StoredState.cookie("all", 0))),
                        "\"success\":true");
    }

    private static Program start(Path folder, List<String> arguments) throws IOException, InterruptedException {
        Path script = inPackage("bin/exeunt");
        List<String> command = new ArrayList<>();
        command.add(script.toAbsolutePath().toString());
        command.add("--management.server.port=0");
        command.addAll(arguments);
        return Program.startCommand(folder, "package", command, FIRST_ANSWER);
    }

    private static Path inPackage(String path) {
        Path found = Path.of(System.getProperty("exeunt.package", "(not set)"), path);
        if (!Files.exists(found)) {
            throw new IllegalStateException("exeunt.package names no package: " + found + ". Run mvn -Pbench verify.");
        }
        return found;
    }
}
