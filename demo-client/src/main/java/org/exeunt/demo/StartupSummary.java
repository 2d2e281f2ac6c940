package org.exeunt.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.exeunt.demo.config.DemoProperties;

/** Tells the user at the console where to click, once there is something to click. */
class StartupSummary {

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int TRIES_BEFORE_HINT = 60;
    private static final int TRIES_BEFORE_SILENCE = 600;

    private final DemoProperties demo;
    private final PrintStream console;

    StartupSummary(DemoProperties demo, PrintStream console) {
        this.demo = demo;
        this.console = console;
    }

    void printWhenServerIsUp() {
        // A virtual thread is a daemon: waiting for the server keeps nobody's process alive.
        Thread.ofVirtual().name("ready-notice").start(() -> {
            try (HttpClient http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PAUSE)
                    .build()) {
                waitAndPrint(http);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void waitAndPrint(HttpClient http) throws InterruptedException {
        for (int tries = 0; tries < TRIES_BEFORE_SILENCE; tries++) {
            if (answers(http)) {
                console.println(ready());
                return;
            }
            if (tries == 0) {
                console.println("Shop and News are up, and wait for the identity provider at " + demo.server());
            } else if (tries == TRIES_BEFORE_HINT) {
                console.println(noServer());
            }
            Thread.sleep(PAUSE);
        }
    }

    private boolean answers(HttpClient http) throws InterruptedException {
        HttpRequest discovery = HttpRequest.newBuilder(URI.create(demo.server() + "/.well-known/openid-configuration"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return http.send(discovery, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    String ready() {
        return """

                ----------------------------------------------------------------------
                  Exeunt is ready.

                  Shop                 %s
                  News                 %s
                  Identity provider    %s

                  Sign in as           alice / alice-demo-password
                                       bob   / bob-demo-password

                  Sign in to Shop and to News, sign out of one, look at the other.
                  Ctrl-C stops everything.
                ----------------------------------------------------------------------
                """.formatted(demo.shop().url(), demo.news().url(), demo.server());
    }

    String noServer() {
        return """

                ----------------------------------------------------------------------
                  Shop (%s) and News (%s) are up,
                  but no identity provider answers at %s.

                  Start it:            mvn spring-boot:run   (in the root: server and demo)
                  It is elsewhere:     --demo.server=http://host:port

                  Nobody can sign in until it answers. Still waiting.
                ----------------------------------------------------------------------
                """.formatted(demo.shop().url(), demo.news().url(), demo.server());
    }
}
