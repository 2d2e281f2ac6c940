package org.exeunt.idp.web;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * The body of one request, bounded in size and in the time in which it arrives, whether its length was announced or not.
 *
 * <p>A reader gets a {@link ResponseStatusException} with the status 413 if the body is too long, and 408 if it does not arrive in time:
 * an unchecked exception, since Tomcat and Jackson turn an {@link IOException} into the status 400.
 */
final class LimitedBody implements InputBuffer {

    private final InputBuffer connection;
    private final long announced;
    private final long maximum;
    private final long deadline;
    private long read;
    private boolean refused;

    /**
     * @param announced the value of {@code Content-Length}, or -1
     * @param maximum how many bytes the body may have; negative for any number
     * @param timeout how long it may take from now to its end. Exceeded at most by the read time-out of the connection
     */
    LimitedBody(InputBuffer connection, long announced, long maximum, Duration timeout) {
        this.connection = connection;
        this.announced = announced;
        this.maximum = maximum;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /** Whether a body of this length exceeds the maximum, which is negative if there is none. */
    static boolean isTooLong(long length, long maximum) {
        return maximum >= 0 && length > maximum;
    }

    @Override
    public int doRead(ApplicationBufferHandler handler) throws IOException {
        if (isTooLong(announced, maximum)) {
            throw refuse(HttpStatus.CONTENT_TOO_LARGE);
        }
        if (System.nanoTime() - deadline > 0) {
            throw refuse(HttpStatus.REQUEST_TIMEOUT);
        }
        int bytes = readFromConnection(handler);
        read += Math.max(bytes, 0);
        if (isTooLong(read, maximum)) {
            throw refuse(HttpStatus.CONTENT_TOO_LARGE);
        }
        return bytes;
    }

    private int readFromConnection(ApplicationBufferHandler handler) throws IOException {
        try {
            return connection.doRead(handler);
        } catch (SocketTimeoutException late) {
            throw refuse(HttpStatus.REQUEST_TIMEOUT);
        }
    }

    private ResponseStatusException refuse(HttpStatus status) {
        refused = true;
        return new ResponseStatusException(status);
    }

    @Override
    public int available() {
        return connection.available();
    }

    /**
     * Reads to the end.
     *
     * @return whether the end was reached, so that the connection can be used for another request
     */
    boolean discard() throws IOException {
        var discarded = new Discarded();
        try {
            while (!refused) {
                if (doRead(discarded) < 0) {
                    return true;
                }
            }
        } catch (ResponseStatusException _) {
            // The answer was sent; there is nobody to tell.
        }
        return false;
    }

    private static final class Discarded implements ApplicationBufferHandler {

        private @Nullable ByteBuffer buffer;

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public @Nullable ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // Keeps nothing.
        }
    }
}
