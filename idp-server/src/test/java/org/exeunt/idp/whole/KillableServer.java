package org.exeunt.idp.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * The server in a JVM of its own that can be told where to die. It obeys lines on its standard input, answers each with a
 * line on its standard output, and stops when the input ends.
 */
final class KillableServer {

    /** What its answers begin with: other lines are its log. */
    static final String ANSWER = "answer: ";

    /** The first answer. */
    static final String PORT = "port ";

    /** What takes the place of an answer that cannot come any more. */
    static final String DEAD = "dead";

    static final String DIE_AT = "die at ";
    static final String CLOCK_AHEAD_BY = "clock ahead by ";

    private KillableServer() {}

    /**
     * Runs the server until the input ends.
     *
     * @param arguments the URL of the database, and the server's own
     */
    public static void main(String[] arguments) throws IOException {
        var database = new KillableDatabase();
        try (var server = RunningServer.start(
                new StatementRecorder(database::watch),
                arguments[0],
                Arrays.copyOfRange(arguments, 1, arguments.length))) {
            answer(PORT + server.port());
            var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                if (order.startsWith(DIE_AT)) {
                    database.dieAt(KillPoint.parse(order.substring(DIE_AT.length())));
                } else if (order.startsWith(CLOCK_AHEAD_BY)) {
                    server.clock().setAheadBy(Duration.parse(order.substring(CLOCK_AHEAD_BY.length())));
                }
                answer(order);
            }
        }
    }

    private static void answer(String answer) {
        System.out.println(ANSWER + answer);
    }
}
