package org.exeunt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The packaged server, the limit server and PostgreSQL, each a process of its own, and the database filled at will. A benchmark
 * asks {@link #measure} for one work after the other.
 *
 * <p>System properties: {@code exeunt.server} is the archive, {@code exeunt.bench.options} are options of both JVMs in place of
 * the recommended ones, {@code exeunt.bench.server-options} more options of our server (a profiler, for example), and {@code
 * exeunt.bench.only} measures only works whose name contains one of these texts, which commas separate.
 */
final class Stage implements AutoCloseable {

    /** Odd, so that there is a round in the middle. */
    private static final int ROUNDS = Integer.getInteger("exeunt.bench.rounds", 5);

    /** The compilers must be through with it, too, or it is slower than it could be and everything compares well. */
    private static final int WARM_UP_OF_NOTHING = 300_000;

    private static final int WARM_UP_OF_UPDATE = 100_000;

    private final Postgres postgres;
    private final StoredState state;
    private final Program limit;
    private final Path folder;
    private final List<String> serverCommand;
    private final Table table = new Table();
    private final List<String> only =
            List.of(System.getProperty("exeunt.bench.only", "").split(",", -1));

    private Program server;

    private Stage(Postgres postgres, StoredState state, Program limit, Path folder, List<String> serverCommand)
            throws IOException, InterruptedException {
        this.postgres = postgres;
        this.state = state;
        this.limit = limit;
        this.folder = folder;
        this.serverCommand = serverCommand;
        this.server = startServer();
    }

    /** @param arguments of our server, after those that say where the database is and who the {@link Apps} are */
    static Stage start(Path folder, String... arguments) throws IOException, InterruptedException, SQLException {
        var postgres = new Postgres();
        var state = new StoredState(postgres.database());
        List<String> limitCommand = options();
        limitCommand.addAll(List.of("-cp", System.getProperty("java.class.path"), LimitServer.class.getName()));
        limitCommand.add("--spring.datasource.url=" + postgres.url());
        List<String> serverCommand = serverCommand(postgres.url(), arguments);
        Program limit = Program.start(folder, "limit", limitCommand, Workload.NOTHING);
        var stage = new Stage(postgres, state, limit, folder, serverCommand);
        // After the server, which wants to find an empty database.
        state.prepareLimit();
        stage.askLimit(Workload.NOTHING, 32, WARM_UP_OF_NOTHING);
        stage.askLimit(Workload.UPDATE, 32, WARM_UP_OF_UPDATE);
        return stage;
    }

    /** What follows {@code java} to start our server on this database. */
    static List<String> serverCommand(String databaseUrl, String... arguments) {
        List<String> command = options();
        command.addAll(words("exeunt.bench.server-options", ""));
        command.addAll(List.of("-jar", archive().toString()));
        command.add("--spring.datasource.url=" + databaseUrl);
        command.add("--management.server.port=0");
        command.add("--exeunt.issuer=http://localhost:9000");
        command.addAll(Apps.arguments());
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> options() {
        return new ArrayList<>(words("exeunt.bench.options", "-XX:+UseSerialGC"));
    }

    /** The archive that is measured. */
    static Path archive() {
        Path archive = Path.of(System.getProperty("exeunt.server", "(not set)"));
        if (!Files.exists(archive)) {
            throw new IllegalStateException("exeunt.server names no archive: " + archive + ". Run mvn -Pbench verify.");
        }
        return archive.toAbsolutePath();
    }

    private static List<String> words(String property, String otherwise) {
        String words = System.getProperty(property, "");
        return (words.isBlank() ? otherwise : words)
                .lines()
                .flatMap(line -> List.of(line.strip().split("\\s+")).stream())
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /**
     * Measures it, each round right after one of the limit, and puts the result into the table; empty if it is not wanted.
     */
    Optional<Sample> measure(Workload work) throws IOException, SQLException {
        if (only.stream().noneMatch(work.name()::contains)) {
            return Optional.empty();
        }
        int count = work.warmUp() + ROUNDS * work.perRound();
        work.preparation().prepare(count);
        state.settle();
        var driver = new Driver(server.port(), work.connections());
        driver.run(0, work.warmUp(), work.request(), work.expected());
        List<Sample> limits = new ArrayList<>();
        List<Sample> measured = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            limits.add(askLimit(work.limit(), work.connections(), roundOfLimit(work.connections())));
            measured.add(driver.run(
                    work.warmUp() + round * work.perRound(), work.perRound(), work.request(), work.expected()));
        }
        Sample result = Sample.of(measured);
        table.add(work, result, Sample.of(limits));
        return Optional.of(result);
    }

    /** About a second. */
    private static int roundOfLimit(int connections) {
        return connections == 1 ? 2_000 : 8_000;
    }

    private Sample askLimit(String path, int connections, int count) throws IOException {
        return new Driver(limit.port(), connections)
                .run(
                        0,
                        count,
                        number -> Requests.get(path + "?id=" + (int) (number * 7919L % LimitServer.ROWS)),
                        "\"updated\":" + (path.equals(Workload.UPDATE) ? 1 : 0));
    }

    private Program startServer() throws IOException, InterruptedException {
        return Program.start(folder, "server", serverCommand, "/readyz");
    }

    /** As {@code kill -9} does. */
    void killServer() {
        server.kill();
    }

    /** On the same database, and on another port. */
    void startServerAgain() throws IOException, InterruptedException {
        server = startServer();
    }

    StoredState state() {
        return state;
    }

    Program server() {
        return server;
    }

    Table table() {
        return table;
    }

    @Override
    public void close() throws IOException {
        server.close();
        limit.close();
        postgres.close();
    }
}
