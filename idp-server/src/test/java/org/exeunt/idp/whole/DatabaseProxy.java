package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between the server and PostgreSQL, and can lose an answer: the database does what it was told, and nobody hears of it. */
final class DatabaseProxy implements AutoCloseable {

    private static final String NONE = "";

    private final ServerSocket listening;
    private final int database;
    private final AtomicReference<String> statementToLose = new AtomicReference<>(NONE);

    DatabaseProxy(int database) {
        this.database = database;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The next time a statement with this text is sent, its connection breaks once the database has answered, and the answer is lost. */
    void loseAnswerTo(String statement) {
        statementToLose.set(statement);
    }

    /** Whether that has happened. */
    boolean hasLostAnswer() {
        return statementToLose.get().equals(NONE);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket server = listening.accept();
                Socket postgres = new Socket(InetAddress.getLoopbackAddress(), database);
                var connection = new Connection(server, postgres);
                Thread.ofVirtual().start(connection::sendStatements);
                Thread.ofVirtual().start(connection::sendAnswers);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private final class Connection {

        private final Socket server;
        private final Socket postgres;
        private volatile boolean losesAnswer;

        private Connection(Socket server, Socket postgres) {
            this.server = server;
            this.postgres = postgres;
        }

        private void sendStatements() {
            byte[] buffer = new byte[65_536];
            try (server;
                    postgres) {
                for (int length; (length = server.getInputStream().read(buffer)) >= 0; ) {
                    String lost = statementToLose.get();
                    if (!lost.equals(NONE)
                            && new String(buffer, 0, length, ISO_8859_1).contains(lost)
                            && statementToLose.compareAndSet(lost, NONE)) {
                        losesAnswer = true;
                    }
                    postgres.getOutputStream().write(buffer, 0, length);
                }
            } catch (IOException closed) {
                // One side has closed the connection.
            }
        }

        private void sendAnswers() {
            byte[] buffer = new byte[65_536];
            try (server;
                    postgres) {
                for (int length; (length = postgres.getInputStream().read(buffer)) >= 0; ) {
                    if (losesAnswer) {
                        if (endsWithReadyForQuery(buffer, length)) {
                            return;
                        }
                    } else {
                        server.getOutputStream().write(buffer, 0, length);
                    }
                }
            } catch (IOException closed) {
                // One side has closed the connection.
            }
        }
    }

    /** The last message of an answer: Z, its length of five bytes, and the state of the transaction. */
    private static boolean endsWithReadyForQuery(byte[] answer, int length) {
        return length >= 6 && answer[length - 6] == 'Z' && answer[length - 2] == 5;
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
