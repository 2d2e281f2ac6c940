package org.exeunt.idp.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link KillableServer}, seen from the test. */
final class ServerProcess implements Server, AutoCloseable {

    private static final int PATIENCE_IN_SECONDS = 240;
    private static final int LINES_KEPT = 80;

    private final Process process;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedDeque<String> log = new ConcurrentLinkedDeque<>();
    private final int port;

    private ServerProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
        port = Integer.parseInt(answer().substring(KillableServer.PORT.length()));
    }

    /** @param options of the JVM, the class path among them */
    static ServerProcess start(List<String> options, String databaseUrl, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add(KillableServer.class.getName());
        command.add(databaseUrl);
        command.addAll(List.of(arguments));
        try {
            return new ServerProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** From now on the steps are counted. */
    void dieAt(KillPoint point) {
        order(KillableServer.DIE_AT + point.print());
    }

    void setClockAheadBy(Duration duration) {
        order(KillableServer.CLOCK_AHEAD_BY + duration);
    }

    private void order(String order) {
        try {
            var input = process.outputWriter(StandardCharsets.UTF_8);
            input.write(order + "\n");
            input.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        answer();
    }

    private String answer() {
        try {
            String answer = answers.poll(PATIENCE_IN_SECONDS, TimeUnit.SECONDS);
            if (answer == null || answer.equals(KillableServer.DEAD)) {
                throw new AssertionError("the server does not answer:\n" + String.join("\n", log));
            }
            return answer;
        } catch (InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Its output must be read all the time, or it would wait for us. */
    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(KillableServer.ANSWER)) {
                    answers.add(line.substring(KillableServer.ANSWER.length()));
                } else {
                    log.add(line);
                    if (log.size() > LINES_KEPT) {
                        log.poll();
                    }
                }
            }
        } catch (IOException failure) {
            log.add(failure.toString());
        } finally {
            answers.add(KillableServer.DEAD);
        }
    }

    @Override
    public int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has died of itself. */
    void awaitDeath() {
        try {
            if (!process.waitFor(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the server does not die:\n" + String.join("\n", log));
            }
        } catch (InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Lets it stop in peace. */
    void stop() {
        try {
            process.outputWriter(StandardCharsets.UTF_8).close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        awaitDeath();
    }

    /** Kills it, wherever it is. */
    @Override
    public void close() {
        process.destroyForcibly();
        awaitDeath();
    }
}
