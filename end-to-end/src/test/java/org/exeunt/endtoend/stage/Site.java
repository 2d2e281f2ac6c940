package org.exeunt.endtoend.stage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A user's small web site: pages made up by a test. It remembers what was asked of it. */
public final class Site implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final List<URI> visits = new CopyOnWriteArrayList<>();

    private Site(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(port), 0);
            server.createContext("/", this::answer);
            server.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public static Site onAnyPort() {
        return new Site(0);
    }

    public static Site onPort(int port) {
        return new Site(port);
    }

    /** Publishes a page, in place of what was at that path before. */
    public void publish(String path, String html) {
        pages.put(path, "<!DOCTYPE html><html><head><title>A page</title></head><body>" + html + "</body></html>");
    }

    /** Its address on the host {@code localhost}, where the server is too: the same site to a browser. */
    public String sameSite() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Its address on the host 127.0.0.1: another site than {@code localhost} to a browser. */
    public String crossSite() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What was asked of it, oldest first. */
    public List<URI> visits() {
        return visits;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            visits.add(exchange.getRequestURI());
            String page = pages.get(exchange.getRequestURI().getPath());
            byte[] body = (page == null ? "" : page).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(page == null ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
