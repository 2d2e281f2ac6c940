package org.exeunt.endtoend.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One of our applications as a process of its own, started from its executable archive. */
final class Program implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long PAUSE_IN_MILLIS = 50;

    private final Process process;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts an application and waits for its first answer.
     *
     * @param property system property with the path of the archive, {@code exeunt.server} or {@code exeunt.demo}
     * @param folder working directory, where the log goes too
     * @param ready address that answers once the application has started
     */
    static Program start(String property, Path folder, List<String> arguments, List<URI> ready) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx320m",
                "-jar",
                archive(property).toString()));
        command.addAll(arguments);
        Path log = folder.resolve(property + ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            Program program = new Program(process, log);
            ready.forEach(program::await);
            return program;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path archive(String property) {
        String archive = System.getProperty(property);
        if (archive == null || !Files.exists(Path.of(archive))) {
            throw new IllegalStateException(
                    "The system property %s names no archive: %s. Build with `mvn verify` in the root."
                            .formatted(property, archive));
        }
        return Path.of(archive).toAbsolutePath();
    }

    private void await(URI address) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .timeout(Duration.ofSeconds(5))
                    .build();
            while (!answers(http, request)) {
                if (process.waitFor(PAUSE_IN_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw failure("ended with " + process.exitValue() + " before it answered at " + address);
                }
                if (System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw failure("did not answer at " + address + " within " + PATIENCE.toSeconds() + " s");
                }
            }
        } catch (InterruptedException stopping) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw failure("was not waited for");
        }
    }

    private static boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private IllegalStateException failure(String what) {
        return new IllegalStateException(log.getFileName() + ": the process " + what + ". Its log:\n" + log());
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            return "(unreadable: " + unreadable.getMessage() + ")";
        }
    }

    /** Ends the process as {@code kill -9} does: it gets no chance to write anything. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
