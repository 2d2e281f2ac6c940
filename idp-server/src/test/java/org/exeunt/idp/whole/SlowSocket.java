package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** A connection on which a request is sent piece by piece. */
final class SlowSocket implements AutoCloseable {

    private static final int PATIENCE_IN_MILLISECONDS = 20_000;

    private final Socket socket;
    private final BufferedReader answers;

    SlowSocket(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_IN_MILLISECONDS);
            socket.setTcpNoDelay(true);
            answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends a header, with {@code Host} and an empty line at its end. */
    SlowSocket sendHeader(String requestLine, String... fields) {
        return send(requestLine + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", fields)
                + (fields.length == 0 ? "\r\n" : "\r\n\r\n"));
    }

    SlowSocket send(String part) {
        if (!trySend(part)) {
            throw new AssertionError("the server has closed the connection");
        }
        return this;
    }

    /** Sends without failing; returns whether the connection was open. */
    boolean trySend(String part) {
        try {
            socket.getOutputStream().write(part.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** Waits for the answer, whether the request is complete or not. */
    int status() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new AssertionError("the server closed the connection without an answer");
            }
            return Integer.parseInt(line.substring(9, 12));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What follows the status line, until the server closes the connection. */
    String rest() {
        var rest = new StringBuilder();
        try {
            for (int next = answers.read(); next >= 0; next = answers.read()) {
                rest.append((char) next);
            }
        } catch (IOException closed) {
            // Closed while we were still sending: what came before that counts.
        }
        return rest.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
