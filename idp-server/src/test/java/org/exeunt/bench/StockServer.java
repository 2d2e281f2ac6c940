package org.exeunt.bench;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * Spring Boot's own authorization server with the libraries of the package and no code of Exeunt, started plainly: what a start is
 * compared with.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class StockServer {

    public static void main(String[] arguments) {
        SpringApplication.run(StockServer.class, arguments);
    }

    /**
     * Starts it in a process of its own.
     *
     * @param libraries the folder {@code lib} of the package
     * @param databaseUrl its tables are never used, only its connections
     * @param ready path that answers 200 as soon as it works
     */
    static Program start(Path folder, Path libraries, String databaseUrl, String ready)
            throws IOException, InterruptedException {
        String client = "--spring.security.oauth2.authorizationserver.client.app.registration.";
        List<String> program = new ArrayList<>(List.of("-cp", classPath(libraries), StockServer.class.getName()));
        program.addAll(List.of(
                "--spring.datasource.url=" + databaseUrl,
                "--spring.flyway.enabled=false",
                "--spring.session.jdbc.initialize-schema=never",
                client + "client-id=app",
                client + "client-secret={noop}secret",
                client + "client-authentication-methods=client_secret_basic",
                client + "authorization-grant-types=authorization_code",
                client + "redirect-uris=http://localhost/return",
                client + "scopes=openid"));
        return Program.start(folder, "stock", program, ready);
    }

    /** The classes of the benchmarks, which bring no configuration, and the libraries without our own. */
    private static String classPath(Path libraries) throws IOException {
        try (Stream<Path> archives = Files.list(libraries)) {
            Path classes = Path.of(StockServer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Stream.concat(
                            Stream.of(classes),
                            archives.filter(
                                    archive -> !archive.getFileName().toString().startsWith("themes-")))
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
