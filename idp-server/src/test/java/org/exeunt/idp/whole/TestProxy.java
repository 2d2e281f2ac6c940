package org.exeunt.idp.whole;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * A proxy that ends TLS, as there is one in front of the server in earnest: it passes requests on by plain http, and says in
 * {@code X-Forwarded-*} how they came, whatever they said themselves.
 */
final class TestProxy implements Server, AutoCloseable {

    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "content-length", "expect", "host", "http2-settings", "transfer-encoding", "upgrade");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpClient browsers;
    private final HttpsServer proxy;
    private final Server behind;

    TestProxy(Server behind, TestAuthority authority) {
        this.behind = behind;
        SSLContext identity = authority.identity("dns:localhost");
        this.browsers = HttpClient.newBuilder()
                .sslContext(identity)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        try {
            proxy = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        proxy.setHttpsConfigurator(new HttpsConfigurator(identity));
        proxy.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        proxy.createContext("/", this::passOn);
        proxy.start();
    }

    @Override
    public int port() {
        return proxy.getAddress().getPort();
    }

    @Override
    public URI url(String pathAndQuery) {
        return URI.create("https://localhost:" + port() + pathAndQuery);
    }

    @Override
    public Optional<HttpClient> client() {
        return Optional.of(browsers);
    }

    private void passOn(HttpExchange exchange) throws IOException {
        var request = HttpRequest.newBuilder(behind.url(exchange.getRequestURI().toString()))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> copy(request, name, values));
        request.setHeader("X-Forwarded-Proto", "https");
        request.setHeader(
                "X-Forwarded-For", exchange.getRemoteAddress().getAddress().getHostAddress());
        request.setHeader("X-Forwarded-Host", "localhost:" + port());
        request.setHeader("X-Forwarded-Port", String.valueOf(port()));
        try (exchange) {
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            answer.headers().map().forEach((name, values) -> {
                if (!isHopByHop(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            byte[] body = answer.body();
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(HttpRequest.Builder request, String name, List<String> values) {
        if (!isHopByHop(name) && !name.toLowerCase(Locale.ROOT).startsWith("x-forwarded-")) {
            values.forEach(value -> request.header(name, value));
        }
    }

    private static boolean isHopByHop(String name) {
        return HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        proxy.stop(0);
        browsers.close();
        http.close();
    }
}
