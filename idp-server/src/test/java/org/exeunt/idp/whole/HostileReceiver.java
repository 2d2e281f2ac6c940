package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** A back-channel logout endpoint on a raw socket: it answers what no HTTP library would send. */
final class HostileReceiver implements AutoCloseable {

    private final ServerSocket listening;
    private final AtomicLong sent = new AtomicLong();
    private volatile Behaviour behaviour;

    HostileReceiver(Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String uri() {
        return "http://127.0.0.1:" + listening.getLocalPort() + "/";
    }

    /** From now on. */
    void behave(Behaviour next) {
        behaviour = next;
    }

    /** How many bytes it got rid of. */
    long sent() {
        return sent.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket connection = listening.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            readRequest(connection.getInputStream());
            behaviour.answer(new Answer(connection, sent));
        } catch (IOException hungUp) {
            // What every hostile answer should meet.
        }
    }

    /** The header and as much as it announces. */
    private static void readRequest(InputStream request) throws IOException {
        var header = new StringBuilder();
        while (header.indexOf("\r\n\r\n") < 0) {
            int next = request.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            header.append((char) next);
        }
        String length = header.toString().replaceAll("(?is).*content-length: *(\\d+).*", "$1");
        request.readNBytes(Integer.parseInt(length));
    }

    interface Behaviour {
        void answer(Answer answer) throws IOException;
    }

    /** Writes whatever it is told to, and counts it. */
    record Answer(Socket connection, AtomicLong sent) {

        Answer write(String part) throws IOException {
            connection.getOutputStream().write(part.getBytes(ISO_8859_1));
            connection.getOutputStream().flush();
            sent.addAndGet(part.length());
            return this;
        }

        /** Until the client hangs up. */
        void writeForever(String part) throws IOException {
            String block = part.repeat(Math.max(1, 8_192 / part.length()));
            while (true) {
                write(block);
            }
        }

        /** The same, slowly. */
        void drip(String part) throws IOException {
            connection.setSoTimeout(50);
            while (true) {
                write(part);
                try {
                    waitForEnd();
                    return;
                } catch (SocketTimeoutException stillThere) {
                    // The next one.
                }
            }
        }

        /** Until the client hangs up. */
        void waitForEnd() throws IOException {
            connection.getInputStream().readAllBytes();
        }
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
