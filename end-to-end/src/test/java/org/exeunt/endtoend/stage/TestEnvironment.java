package org.exeunt.endtoend.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The server, Shop and News, each on a free port of {@code localhost}, with a database of their own.
 *
 * <p>Shop has one more page on another site, at {@link #shopElsewhere}: 127.0.0.1 is cross-site to localhost, so the cookie
 * of the server's session does not come along from there. There are two more clients, {@link #portal} and {@link #forum}.
 * Shop has yet another page on the server's site, at {@link #shopAside}. Nothing listens at those unless a test does.
 */
public final class TestEnvironment implements AutoCloseable {

    private static final Map<Database, TestEnvironment> SHARED = new EnumMap<>(Database.class);

    public static final String PORTAL_SECRET = "portal-secret-only-for-the-tests-01234";

    public static final String FORUM_SECRET = "forum-secret-only-for-the-tests-012345";

    private final Path folder;
    private final Database.Running database;
    private final int serverPort;
    private final int shopPort;
    private final int newsPort;
    private final int shopElsewherePort;
    private final int portalPort;
    private final int forumPort;
    private final int shopAsidePort;
    private Program server;
    private Program demo;

    private TestEnvironment(Database kind) throws IOException {
        int[] ports = Ports.free(7);
        serverPort = ports[0];
        shopPort = ports[1];
        newsPort = ports[2];
        shopElsewherePort = ports[3];
        portalPort = ports[4];
        forumPort = ports[5];
        shopAsidePort = ports[6];
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of("target", "stages").toAbsolutePath()), kind.name() + "-");
        database = kind.start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close-stage"));
        server = startServer();
        demo = startDemo();
    }

    /** A stage for one test class, which must close it. */
    public static TestEnvironment open(Database database) {
        try {
            return new TestEnvironment(database);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A stage for all tests that leave the processes alone. It closes when the tests are over. */
    public static TestEnvironment shared(Database database) {
        synchronized (SHARED) {
            return SHARED.computeIfAbsent(database, TestEnvironment::open);
        }
    }

    public String server() {
        return "http://localhost:" + serverPort;
    }

    public String shop() {
        return "http://localhost:" + shopPort;
    }

    public String news() {
        return "http://localhost:" + newsPort;
    }

    /** The origin of Shop's page on another site. Registered: its scripts, and a return to {@code /signed-out} there. */
    public String shopElsewhere() {
        return "http://127.0.0.1:" + shopElsewherePort;
    }

    public int shopElsewherePort() {
        return shopElsewherePort;
    }

    /**
     * The origin of an old application, registered as {@code portal} with the secret {@link #PORTAL_SECRET}: it signs users
     * in by {@code /callback}, hears of a logout in a frame, by {@code /out}, and asks a frame whether the session changed.
     */
    public String portal() {
        return "http://localhost:" + portalPort;
    }

    public int portalPort() {
        return portalPort;
    }

    /**
     * The origin of an application that hears of a logout by the back channel, at {@code /told}, and behaves as a test wants;
     * registered as {@code forum} with the secret {@link #FORUM_SECRET}, it signs users in by {@code /callback}.
     */
    public String forum() {
        return "http://localhost:" + forumPort;
    }

    public int forumPort() {
        return forumPort;
    }

    /** The origin of a page of Shop on the server's own site, registered in the same way. */
    public String shopAside() {
        return "http://localhost:" + shopAsidePort;
    }

    public int shopAsidePort() {
        return shopAsidePort;
    }

    /** Kills the server in whatever it is doing, and starts it again on the same database. */
    public void killAndRestartServer() {
        server.close();
        server = startServer();
    }

    /** Kills Shop and News, and starts them again on what they have kept. */
    public void killAndRestartDemo() {
        demo.close();
        demo = startDemo();
    }

    /**
     * Turns the switch of an application's back channel, with a browser that nobody is signed in with.
     *
     * @param mood {@code healthy}, {@code slow}, {@code failing} or {@code dead}
     */
    public void turn(String application, String mood) {
        try (HtmlBrowser operator = new HtmlBrowser()) {
            operator.visit(application + "/back-channel");
            operator.press("mood-" + mood);
            if (!operator.attribute("moods", "data-mood").equals(mood)) {
                throw new AssertionError(application + " did not become " + mood);
            }
        }
    }

    private Program startDemo() {
        return Program.start(
                "exeunt.demo",
                folder,
                List.of(
                        "--demo.server=" + server(),
                        "--demo.shop.port=" + shopPort,
                        "--demo.news.port=" + newsPort,
                        "--demo.slowness=2s"),
                List.of(URI.create(shop()), URI.create(news())));
    }

    private Program startServer() {
        List<String> arguments = new ArrayList<>(database.arguments());
        arguments.add("--spring.profiles.active=development");
        arguments.add("--server.port=" + serverPort);
        arguments.add("--management.server.port=0");
        arguments.add("--exeunt.issuer=" + server());
        arguments.addAll(registration("shop", shop(), shopElsewhere(), shopAside()));
        arguments.addAll(registration("news", news()));
        // Shop's tests are about what comes after a return to it, however long an app takes to answer; News' are not.
        arguments.add("--exeunt.clients.shop.receipt=never");
        arguments.addAll(List.of(
                "--exeunt.clients.portal.name=Old portal",
                "--exeunt.clients.portal.secret=" + PORTAL_SECRET,
                "--exeunt.clients.portal.redirect-uris=" + portal() + "/callback",
                "--exeunt.clients.portal.front-channel-logout-uri=" + portal() + "/out?from=exeunt",
                "--exeunt.clients.portal.front-channel-logout-session-required=true",
                "--exeunt.clients.portal.session-management=true",
                "--exeunt.clients.forum.name=Forum",
                "--exeunt.clients.forum.secret=" + FORUM_SECRET,
                "--exeunt.clients.forum.redirect-uris=" + forum() + "/callback",
                "--exeunt.clients.forum.back-channel-logout-uri=" + forum() + "/told"));
        return Program.start(
                "exeunt.server",
                folder,
                arguments,
                List.of(URI.create(server() + "/.well-known/openid-configuration")));
    }

    private static List<String> registration(String client, String... origins) {
        String prefix = "--exeunt.clients." + client + ".";
        return List.of(
                prefix + "redirect-uris=" + origins[0] + "/login/oauth2/code/exeunt",
                prefix + "post-logout-redirect-uris=" + String.join("/signed-out,", origins) + "/signed-out",
                prefix + "allowed-origins=" + String.join(",", origins),
                prefix + "back-channel-logout-uri=" + origins[0] + "/logout/connect/back-channel/exeunt");
    }

    @Override
    @SuppressWarnings("NullAway") // The shutdown hook may find a stage that never finished opening.
    public void close() {
        if (demo != null) {
            demo.close();
        }
        if (server != null) {
            server.close();
        }
        try {
            database.stop().run();
        } catch (IOException alreadyGone) {
            // Its own shutdown hook was faster.
        }
    }
}
