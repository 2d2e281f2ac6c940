package org.exeunt.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over a number of connections and takes the time of each. One thread and no library, since it shares the
 * machine with the server and the database. Every answer is checked: the cost of an error page is of no interest.
 */
final class Driver {

    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
    private static final byte[] END_OF_CHUNKS = "\r\n0\r\n\r\n".getBytes(ISO_8859_1);
    private static final long PATIENCE_IN_MILLIS = 20_000;

    private final InetSocketAddress address;
    private final int connections;

    Driver(int port, int connections) {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.connections = connections;
    }

    /**
     * Sends requests number {@code first} to {@code first + count - 1}.
     *
     * @param request makes the request of a number
     * @param expected what each answer must contain
     */
    Sample run(int first, int count, IntFunction<String> request, String expected) throws IOException {
        return new Run(first, count, request, expected).go();
    }

    private final class Run {

        private final IntFunction<String> request;
        private final String expected;
        private final long[] latencies;
        private final int end;
        private int next;
        private int answered;
        private int askedAgain;

        Run(int first, int count, IntFunction<String> request, String expected) {
            this.next = first;
            this.end = first + count;
            this.request = request;
            this.expected = expected;
            this.latencies = new long[count];
        }

        Sample go() throws IOException {
            try (Selector selector = Selector.open()) {
                long start = System.nanoTime();
                for (int number = 0; number < connections && next < end; number++) {
                    new Connection(selector).sendNext();
                }
                while (answered < latencies.length) {
                    if (selector.select(this::read, PATIENCE_IN_MILLIS) == 0) {
                        throw new IOException("no answer");
                    }
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
                return new Sample(latencies.length / seconds, latencies);
            }
        }

        private void read(SelectionKey key) {
            try {
                ((Connection) key.attachment()).read();
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        }

        private final class Connection {

            private final Selector selector;
            private final ByteBuffer answer = ByteBuffer.allocate(LONGEST_ANSWER);
            private SocketChannel channel;
            private @Nullable String unanswered;
            private long sentAt;

            Connection(Selector selector) throws IOException {
                this.selector = selector;
                this.channel = connect();
            }

            private SocketChannel connect() throws IOException {
                SocketChannel opened = SocketChannel.open(address);
                opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
                opened.configureBlocking(false);
                opened.register(selector, SelectionKey.OP_READ, this);
                return opened;
            }

            void sendNext() throws IOException {
                unanswered = next == end ? null : request.apply(next++);
                if (unanswered != null) {
                    sentAt = System.nanoTime();
                    send(unanswered);
                }
            }

            private void send(String text) throws IOException {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
                answer.clear();
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }

            void read() throws IOException {
                if (channel.read(answer) < 0) {
                    closed();
                    return;
                }
                int head = indexOf(END_OF_HEAD, 0);
                if (head < 0) {
                    return;
                }
                String headers = new String(answer.array(), 0, head + 2, ISO_8859_1).toLowerCase(Locale.ROOT);
                if (isComplete(head, headers)) {
                    latencies[answered++] = System.nanoTime() - sentAt;
                    String text = new String(answer.array(), 0, answer.position(), ISO_8859_1);
                    if (!text.contains(expected)) {
                        throw new IOException("expected \"" + expected + "\" but got:\n" + text);
                    }
                    if (headers.contains("\r\nconnection: close")) {
                        channel.close();
                        channel = connect();
                    }
                    sendNext();
                }
            }

            /** A server may close a connection that it thinks idle, just when we send: then one asks again (RFC 9110, 9.2.2). */
            private void closed() throws IOException {
                channel.close();
                if (unanswered == null) {
                    return;
                }
                if (answer.position() > 0 || ++askedAgain > latencies.length / 100) {
                    throw new IOException("the server closes connections instead of answering");
                }
                channel = connect();
                send(unanswered);
            }

            private boolean isComplete(int head, String headers) {
                int length = headers.indexOf("\r\ncontent-length:");
                if (length >= 0) {
                    int start = length + "\r\ncontent-length:".length();
                    int bytes = Integer.parseInt(headers.substring(start, headers.indexOf('\r', start))
                            .strip());
                    return answer.position() >= head + END_OF_HEAD.length + bytes;
                }
                if (!headers.contains("\r\ntransfer-encoding: chunked")) {
                    return true;
                }
                int end = answer.position() - END_OF_CHUNKS.length;
                return end >= 0 && indexOf(END_OF_CHUNKS, end) >= 0;
            }

            private int indexOf(byte[] wanted, int from) {
                byte[] bytes = answer.array();
                for (int at = from; at <= answer.position() - wanted.length; at++) {
                    if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                        return at;
                    }
                }
                return -1;
            }
        }
    }
}
