package org.exeunt.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The back channels of all {@link Apps}, by real HTTP. They behave as a benchmark wants. */
final class AppServer implements AutoCloseable {

    private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

    static {
        // Or small answers wait for an acknowledgement, and connections that are idle for a moment are thrown away.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private volatile Behaviour behaviour = (_, _) -> 200;

    /** A user was told: which app, of which session, and when by {@link System#nanoTime}. */
    record Told(int app, String sid, long at) {}

    /** How an app answers: which status, after whatever time it takes. */
    @FunctionalInterface
    interface Behaviour {
        int answer(int app, String sid) throws InterruptedException;
    }

    AppServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** What our server must know to call them. */
    String[] arguments() {
        List<String> arguments = new ArrayList<>(List.of("--exeunt.notifications.allowed-addresses=127.0.0.0/8"));
        for (int app = 1; app <= Apps.COUNT; app++) {
            arguments.add("--exeunt.clients.app" + app + ".back-channel-logout-uri=http://127.0.0.1:"
                    + server.getAddress().getPort() + "/" + app);
        }
        return arguments.toArray(String[]::new);
    }

    void behave(Behaviour other) {
        behaviour = other;
    }

    /** Who was told since the last look. */
    Queue<Told> told() {
        return told;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
        int app = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
        String sid = sid(URLDecoder.decode(form.substring(form.indexOf('=') + 1), StandardCharsets.US_ASCII));
        told.add(new Told(app, sid, System.nanoTime()));
        try {
            exchange.sendResponseHeaders(behaviour.answer(app, sid), -1);
            exchange.close();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static String sid(String logoutToken) {
        String claims =
                new String(Base64.getUrlDecoder().decode(logoutToken.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        Matcher sid = SID.matcher(claims);
        return sid.find() ? sid.group(1) : "";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
