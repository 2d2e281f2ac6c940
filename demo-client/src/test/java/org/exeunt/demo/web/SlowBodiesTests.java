package org.exeunt.demo.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.exeunt.demo.TestDemo;
import org.junit.jupiter.api.Test;

/** Requests whose body does not arrive. */
class SlowBodiesTests {

    /** More than the threads of Tomcat's pool by default. */
    private static final int REQUESTS = 230;

    private static final byte[] HEADER = """
            POST /logout/connect/back-channel/exeunt HTTP/1.1\r
            Host: localhost\r
            Content-Type: application/x-www-form-urlencoded\r
            Content-Length: 1000\r
            \r
            logout_token=""".getBytes(StandardCharsets.US_ASCII);

    @Test
    void other_requests_are_answered_while_many_bodies_do_not_arrive() throws Exception { // F5
        URI shop = URI.create(TestDemo.shop() + "/");
        List<Socket> slow = new ArrayList<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int number = 0; number < REQUESTS; number++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), shop.getPort());
                slow.add(socket);
                socket.getOutputStream().write(HEADER);
            }

            // Shorter than the time after which Tomcat gives up a body.
            HttpRequest page =
                    HttpRequest.newBuilder(shop).timeout(Duration.ofSeconds(4)).build();
            assertThat(http.send(page, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        } finally {
            close(slow);
        }
    }

    @Test
    void a_connection_whose_body_does_not_arrive_is_closed_within_seconds() throws Exception { // F5
        URI shop = URI.create(TestDemo.shop() + "/");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), shop.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(HEADER);

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).doesNotStartWith("HTTP/1.1 2");
        }
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
