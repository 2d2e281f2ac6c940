package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.net.NioEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.test.util.ReflectionTestUtils;

/** The acceptor of the public port dies, as after a failed allocation, and nothing accepts connections any more (fault A1). */
class PublicPortHealthTests {

    @Test
    @DisplayName("A public port that takes no connections makes the server not live, on the management port")
    void a_dead_public_port_is_no_liveness() throws Exception {
        try (var server = RunningServer.start(TestDatabase.H2.freshUrl(), "--management.server.port=0")) {
            HttpResponse<String> before = liveness(server);

            killAcceptor(server);

            assertThat(before.statusCode()).isEqualTo(200);
            assertThat(before.body()).isEqualTo("{\"status\":\"UP\"}");
            // Awaitility would rethrow the error of the acceptor in this thread.
            Awaitility.await().dontCatchUncaughtExceptions().untilAsserted(() -> {
                HttpResponse<String> after = liveness(server);
                assertThat(after.statusCode()).isEqualTo(503);
                assertThat(after.body()).isEqualTo("{\"status\":\"DOWN\"}");
            });
        }
    }

    /** It accepts one more connection, and then meets an error that Tomcat's acceptor does not survive. */
    private static void killAcceptor(RunningServer server) throws IOException {
        var tomcat = (TomcatWebServer) server.webServer();
        var endpoint = Objects.requireNonNull(ReflectionTestUtils.getField(
                tomcat.getTomcat().getConnector().getProtocolHandler(), AbstractProtocol.class, "endpoint"));
        var accepting = (ServerSocketChannel)
                Objects.requireNonNull(ReflectionTestUtils.getField(endpoint, NioEndpoint.class, "serverSock"));
        ReflectionTestUtils.setField(endpoint, NioEndpoint.class, "serverSock", new WithoutMemory(accepting), null);
        new Socket(InetAddress.getLoopbackAddress(), server.port()).close();
    }

    private static HttpResponse<String> liveness(RunningServer server) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + server.managementPort() + "/actuator/health/liveness"))
                                .build(),
                        BodyHandlers.ofString());
    }

    /** A listening socket from which no connection can be accepted any more. */
    private static final class WithoutMemory extends ServerSocketChannel {

        private final ServerSocketChannel listening;

        WithoutMemory(ServerSocketChannel listening) {
            super(listening.provider());
            this.listening = listening;
        }

        @Override
        public SocketChannel accept() {
            throw new OutOfMemoryError("of this test");
        }

        @Override
        public ServerSocketChannel bind(SocketAddress address, int backlog) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T getOption(SocketOption<T> name) throws IOException {
            return listening.getOption(name);
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return listening.supportedOptions();
        }

        @Override
        public ServerSocket socket() {
            return listening.socket();
        }

        @Override
        public SocketAddress getLocalAddress() throws IOException {
            return listening.getLocalAddress();
        }

        @Override
        protected void implCloseSelectableChannel() throws IOException {
            listening.close();
        }

        @Override
        protected void implConfigureBlocking(boolean block) throws IOException {
            listening.configureBlocking(block);
        }
    }
}
