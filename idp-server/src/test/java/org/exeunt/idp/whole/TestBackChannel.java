package org.exeunt.idp.whole;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** The back-channel logout endpoint of a relying party, on a port of its own, that behaves as a test wants. */
final class TestBackChannel implements AutoCloseable {

    /** The apps of all races. */
    static final TestBackChannel OF_RACES = new TestBackChannel();

    private static final int PATIENCE_IN_SECONDS = 20;

    private final HttpServer server;
    private final String scheme;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Behaviour> next = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Behaviour usual = answering(200);

    TestBackChannel() {
        this(Optional.empty());
    }

    /** @param identity what it shows to those who come by https; empty if it speaks plain http */
    TestBackChannel(Optional<SSLContext> identity) {
        this.scheme = identity.isPresent() ? "https" : "http";
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            if (identity.isPresent()) {
                HttpsServer https = HttpsServer.create(address, 0);
                https.setHttpsConfigurator(new HttpsConfigurator(identity.get()));
                server = https;
            } else {
                server = HttpServer.create(address, 0);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String uri(String pathAndQuery) {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort() + pathAndQuery;
    }

    /** From now on. */
    void behave(Behaviour behaviour) {
        usual = behaviour;
    }

    /** For the next requests only, one after the other. */
    void behaveOnce(Behaviour... behaviours) {
        next.addAll(List.of(behaviours));
    }

    /** The next token that comes in, or has come in. */
    Received received() {
        try {
            Received one = received.poll(PATIENCE_IN_SECONDS, TimeUnit.SECONDS);
            if (one == null) {
                throw new AssertionError("no logout token arrived");
            }
            return one;
        } catch (InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Everything that has come in about this session and nobody has looked at yet. */
    List<Received> takeAllAbout(String sid) {
        List<Received> about = received.stream()
                .filter(one -> sid.equals(one.claims().get("sid")))
                .toList();
        received.removeAll(about);
        return about;
    }

    int waiting() {
        return received.size();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Behaviour once = next.poll();
        received.add(new Received(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
        (once == null ? usual : once).answer(exchange);
    }

    static Behaviour answering(int status) {
        return answering(status, "");
    }

    static Behaviour answering(int status, String body, String... headers) {
        return exchange -> {
            for (int header = 0; header < headers.length; header += 2) {
                exchange.getResponseHeaders().add(headers[header], headers[header + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    /** Takes the request and never says anything. */
    Behaviour hanging() {
        return _ -> awaitClose();
    }

    /** Says 200 as soon as the test allows it. */
    static Behaviour waitingFor(CountDownLatch permission) {
        return exchange -> {
            try {
                permission.await();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            answering(200).answer(exchange);
        };
    }

    /** Says 200, one byte of the rest, and then nothing. */
    Behaviour dripping() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 1_000_000);
            exchange.getResponseBody().write('.');
            exchange.getResponseBody().flush();
            awaitClose();
        };
    }

    /** Breaks the connection. */
    static Behaviour dying() {
        return HttpExchange::close;
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
    }

    interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    record Received(String method, String target, Headers headers, String body) {

        String token() {
            return TestBrowser.query("?" + body).getOrDefault("logout_token", "");
        }

        Map<String, Object> claims() {
            return TestClient.claims(token());
        }

        Map<String, Object> header() {
            return parsed().getHeader().toJSONObject();
        }

        /** Whether it was signed with a key that the server publishes. */
        boolean isSignedBy(RunningServer server) {
            try {
                SignedJWT token = parsed();
                var key = JWKSet.parse(
                                new TestBrowser(server).get("/oauth2/jwks").body())
                        .getKeyByKeyId(token.getHeader().getKeyID());
                return token.verify(new RSASSAVerifier(key.toRSAKey()));
            } catch (ParseException | JOSEException failure) {
                throw new AssertionError(failure);
            }
        }

        private SignedJWT parsed() {
            try {
                return SignedJWT.parse(token());
            } catch (ParseException failure) {
                throw new AssertionError(failure);
            }
        }
    }
}
