package org.exeunt.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import org.exeunt.demo.config.Brand;
import org.springframework.context.ConfigurableApplicationContext;

/** Shop and the stub of its identity provider, started once for all tests. */
public final class TestDemo {

    private static final StubServer SERVER = StubServer.start();
    private static final int PORT = freePort();
    private static final ConfigurableApplicationContext SHOP = DemoClient.start(
            Brand.SHOP, "--demo.server=" + SERVER.url(), "--demo.shop.port=" + PORT, "--demo.news.port=" + freePort());

    private TestDemo() {}

    /** The identity provider in its best mood. */
    public static StubServer server() {
        return SERVER.accepting();
    }

    public static String shop() {
        return "http://localhost:" + PORT;
    }

    /** The same application as a native app's listener sees it. */
    public static String loopback() {
        return "http://127.0.0.1:" + PORT;
    }

    public static ConfigurableApplicationContext context() {
        return SHOP;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
