package org.exeunt.idp.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.exeunt.idp.IdpServer;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The training run of an AOT cache (JEP 514): starts the server on a database of its own, uses it as people and applications do, and
 * stops it. {@code bin/exeunt rehearse} runs it.
 *
 * <p>Nothing of it remains but what the Java platform writes down: the database is in a temporary folder, name and password are made
 * up for this one time, and only this machine can ask.
 */
public final class Rehearsal {

    /** As often as it takes until what a request needs is known; more makes the file larger and the start no faster. */
    private static final int ROUNDS = 3;

    private Rehearsal() {}

    /**
     * Starts, uses and stops it.
     *
     * @param arguments of the server, after ours
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("exeunt-rehearsal");
        try {
            var cast = new Cast(UUID.randomUUID().toString(), UUID.randomUUID().toString());
            String[] settings =
                    Stream.concat(settings(folder, cast), Stream.of(arguments)).toArray(String[]::new);
            PostgresDriver.load();
            try (ConfigurableApplicationContext server = application().run(settings)) {
                for (int round = 0; round < ROUNDS; round++) {
                    new Play(port(server, "local.server.port"), port(server, "local.management.port"), cast).perform();
                }
            }
        } finally {
            delete(folder);
        }
    }

    /** The server's own main class in place of this one, or its generated parts would not be found. */
    private static SpringApplication application() {
        var application = new SpringApplication(IdpServer.class);
        application.setMainApplicationClass(IdpServer.class);
        return application;
    }

    /** They are stronger than what the environment says, so that no real database is ever touched. */
    private static Stream<String> settings(Path folder, Cast cast) {
        return Stream.of(
                // Where a real start looks, but in a folder that has none.
                "--spring.config.location=classpath:/,optional:file:%1$s/,optional:file:%1$s/config/,optional:file:%1$s/config/*/"
                        .formatted(folder),
                "--spring.datasource.url=jdbc:h2:file:" + folder.resolve("exeunt") + ";WRITE_DELAY=0",
                "--spring.datasource.username=sa",
                "--spring.datasource.password=",
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--management.server.port=0",
                "--logging.level.root=error",
                "--exeunt.issuer=http://localhost",
                "--exeunt.clients." + Cast.APP + ".secret=" + cast.secret(),
                "--exeunt.clients." + Cast.APP + ".redirect-uris=" + Cast.RETURN,
                "--exeunt.clients." + Cast.APP + ".post-logout-redirect-uris=" + Cast.RETURN,
                "--exeunt.clients." + Cast.APP + ".allowed-origins=" + Cast.ORIGIN,
                "--exeunt.accounts." + Cast.PERSON + ".password=" + cast.password());
    }

    private static int port(ConfigurableApplicationContext server, String name) {
        return server.getEnvironment().getRequiredProperty(name, Integer.class);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(Rehearsal::deleteOne);
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("what the rehearsal made is still there: " + file, failure);
        }
    }
}
