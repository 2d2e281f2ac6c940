package org.exeunt.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.exeunt.demo.config.DemoProperties;

/** Prints the addresses of the demo at the console when the identity provider answers, and until then what the demo waits for. */
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
        // A virtual thread is a daemon: the process can end while this thread waits for the identity provider.
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
                console.println("Shop and News have started. The identity provider at " + demo.server()
                        + " is still being built or started.");
            } else if (tries == TRIES_BEFORE_HINT) {
                console.println(stillWaiting());
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

    String stillWaiting() {
        return """

                ----------------------------------------------------------------------
                  Shop (%s) and News (%s) have started.
                  The identity provider at %s
                  is still being built or started. The first build takes some minutes.
                  Users can sign in as soon as it answers.

                  If you did not start it:      mvn spring-boot:run   (in the root: server and demo)
                  If it has another address:    --demo.server=http://host:port
                ----------------------------------------------------------------------
                """.formatted(demo.shop().url(), demo.news().url(), demo.server());
    }
}
