package org.exeunt.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.UUID;
import org.exeunt.demo.config.Brand;
import org.springframework.context.ConfigurableApplicationContext;

/** Shop and the stub of its identity provider, started once for all tests. */
public final class TestDemo {

    private static final StubServer SERVER = StubServer.start();
    private static final int PORT = freePort();
    private static final String DATABASE = "jdbc:h2:file:"
            + Path.of("target", "demo-data", UUID.randomUUID().toString()).toAbsolutePath()
            + ";USER=sa;LOCK_TIMEOUT=10000;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
    private static final ConfigurableApplicationContext SHOP = start(PORT, DATABASE);

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

    /** One more node of Shop. */
    public static ConfigurableApplicationContext start(int port, String database) {
        return DemoClient.start(
                Brand.SHOP,
                "--demo.server=" + SERVER.url(),
                "--demo.shop.port=" + port,
                "--demo.news.port=" + freePort(),
                "--demo.slowness=300ms",
                // Tests say themselves when the phone finds a network.
                "--demo.retry-every=1h",
                "--spring.datasource.url=" + database);
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
