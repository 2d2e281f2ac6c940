package org.exeunt.endtoend.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.exeunt.endtoend.stage.TestEnvironment;

/** An application whose back channel has moods. */
final class Forum implements AutoCloseable {

    /** How it answers a logout token. */
    enum Mood {
        /** 200. */
        ACCEPTS,
        /** 400: never. */
        REFUSES,
        /** Takes the request and says nothing. */
        HANGS,
        /** Says 200, one byte of the rest, and then nothing. */
        DRIPS,
        /** Sends us to its sign-in page. */
        REDIRECTS,
        /** 503. */
        FAILS,
        /** Breaks the connection. */
        DIES
    }

    private final TestEnvironment stage;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Mood mood = Mood.ACCEPTS;

    Forum(TestEnvironment stage) {
        this.stage = stage;
        try {
            server = HttpServer.create(new InetSocketAddress(stage.forumPort()), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.createContext("/callback", exchange -> answer(exchange, 200));
        server.createContext("/told", this::told);
        server.start();
    }

    void becomes(Mood other) {
        mood = other;
    }

    void signIn(ChromiumUser person) {
        new HandmadeApp(stage, "forum", TestEnvironment.FORUM_SECRET, stage.forum()).signIn(person);
    }

    private void told(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        switch (mood) {
            case ACCEPTS -> answer(exchange, 200);
            case REFUSES -> answer(exchange, 400);
            case FAILS -> answer(exchange, 503);
            case REDIRECTS -> {
                exchange.getResponseHeaders().set("Location", stage.forum() + "/callback");
                answer(exchange, 302);
            }
            case HANGS -> awaitClose();
            case DRIPS -> {
                exchange.sendResponseHeaders(200, 1_000_000);
                exchange.getResponseBody().write('.');
                exchange.getResponseBody().flush();
                awaitClose();
            }
            case DIES -> exchange.close();
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
