package org.exeunt.endtoend.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that speaks https, by a certificate that nobody vouches for, with a database of its own and one more client: the
 * portal, whose pages are on another site.
 */
public final class SecureServer implements AutoCloseable {

    private static final String PASSWORD = "only-for-the-tests";

    private final int port;
    private final Program server;

    private SecureServer(int port, Program server) {
        this.port = port;
        this.server = server;
    }

    /** Starts it for a portal at this origin, with these settings beside. */
    public static SecureServer start(String portal, String... settings) {
        int[] ports = Ports.free(2);
        try {
            Path folder = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "stages").toAbsolutePath()), "https-");
            String address = "https://localhost:" + ports[0];
            List<String> arguments = new ArrayList<>(List.of(settings));
            arguments.addAll(List.of(
                    "--spring.profiles.active=development",
                    "--server.port=" + ports[0],
                    "--server.ssl.key-store=" + keyStore(folder),
                    "--server.ssl.key-store-password=" + PASSWORD,
                    "--management.server.port=" + ports[1],
                    "--management.server.ssl.enabled=false",
                    "--exeunt.issuer=" + address,
                    "--exeunt.clients.portal.name=Old portal",
                    "--exeunt.clients.portal.secret=" + TestEnvironment.PORTAL_SECRET,
                    "--exeunt.clients.portal.redirect-uris=" + portal + "/callback",
                    "--exeunt.clients.portal.session-management=true"));
            Program server = Program.start(
                    "exeunt.server",
                    folder,
                    arguments,
                    List.of(URI.create("http://127.0.0.1:" + ports[1] + "/actuator/health")));
            return new SecureServer(ports[0], server);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public String address() {
        return "https://localhost:" + port;
    }

    private static Path keyStore(Path folder) throws IOException {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        int end = keytool.onExit().join().exitValue();
        if (end != 0) {
            throw new IllegalStateException("keytool ended with " + end);
        }
        return store;
    }

    @Override
    public void close() {
        server.close();
    }
}
