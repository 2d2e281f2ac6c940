package org.exeunt.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.exeunt.bench.AppServer.Told;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What a logout costs when twenty relying parties are to be told, and some are not well. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NotificationBenchmark {

    private static final int APP_TAKES_MILLIS = 50;
    private static final int SICK = Apps.COUNT;
    private static final long PATIENCE_IN_NANOS = TimeUnit.SECONDS.toNanos(60);

    @SuppressWarnings("NullAway.Init")
    private AppServer apps;

    @SuppressWarnings("NullAway.Init")
    private Stage stage;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException, SQLException {
        apps = new AppServer();
        stage = Stage.start(folder, apps.arguments());
    }

    @AfterAll
    void stop() throws IOException {
        stage.table().write("notifications");
        stage.close();
        apps.close();
    }

    @Test
    @Order(1)
    void each_app_takes_50_ms() throws IOException, SQLException {
        apps.behave((_, _) -> healthy());
        stage.measure(work("each app takes 50 ms: the person's answer", 1, 20, 200, 90, "fif", ""));
    }

    @Test
    @Order(2)
    void thirty_two_people_at_once() throws IOException, SQLException {
        apps.behave((_, _) -> healthy());
        Optional<Sample> measured =
                stage.measure(work("32 people at once, each app takes 50 ms", 32, 160, 640, 400, "all", ""));
        measured.ifPresent(sample -> verdict(
                "notifications per second, 32 people at once", sample.perSecond() * Apps.COUNT, 1_500, false, "/s"));
    }

    @Test
    @Order(3)
    void one_app_hangs() throws IOException, SQLException {
        apps.behave((app, _) -> app == SICK ? hang() : healthy());
        stage.measure(work("one app hangs: the person's answer", 1, 3, 5, 1_100, "hng", "/logout/receipt/"));
    }

    @Test
    @Order(4)
    void the_last_healthy_app_is_told_while_one_hangs() throws IOException, SQLException {
        apps.behave((app, _) -> app == SICK ? hang() : healthy());
        int people = 10;
        stage.state().signIn("lst", people, 1, Apps.COUNT, 2);
        List<Double> millis = new ArrayList<>();
        for (int person = 0; person < people; person++) {
            apps.told().clear();
            long sent = System.nanoTime();
            logout("lst", person, "/logout/receipt/");
            await(() -> healthyTold().size() == Apps.COUNT - 1);
            millis.add((apps.told().stream()
                                    .filter(told -> told.app() != SICK)
                                    .mapToLong(Told::at)
                                    .max()
                                    .orElseThrow()
                            - sent)
                    / 1e6);
        }
        verdict("last healthy app told while one hangs, median", median(millis), 200, true, " ms");
    }

    @Test
    @Order(5)
    void an_app_that_fails_twice_is_told() throws IOException, SQLException {
        Set<String> once = ConcurrentHashMap.newKeySet();
        Set<String> twice = ConcurrentHashMap.newKeySet();
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        apps.behave((app, sid) -> {
            if (app == SICK && sid.startsWith("twc")) {
                if (once.add(sid) || twice.add(sid)) {
                    return 503;
                }
                accepted.add(sid);
            }
            return healthy();
        });
        stage.state().signIn("twc", 1, 1, Apps.COUNT, 2);
        long sent = System.nanoTime();
        logout("twc", 0, "/logout/receipt/");
        await(() -> !accepted.isEmpty());
        verdict("app that answers 503 twice: told after", (System.nanoTime() - sent) / 1e9, 15, true, " s");
    }

    @Test
    @Order(6)
    void a_server_that_is_killed_in_the_middle() throws IOException, InterruptedException, SQLException {
        Set<Integer> accepted = ConcurrentHashMap.newKeySet();
        int before = 6;
        apps.behave((app, sid) -> {
            if (!sid.startsWith("kil")) {
                return healthy();
            }
            if (accepted.size() >= before && !accepted.contains(app)) {
                // Where the server is dead before they answer.
                TimeUnit.SECONDS.sleep(1);
            }
            accepted.add(app);
            return 200;
        });
        stage.state().signIn("kil", 1, 1, Apps.COUNT, 2);
        var dying = Thread.ofVirtual().start(() -> {
            try {
                logout("kil", 0, "/logout");
            } catch (IOException | IllegalStateException killed) {
                // Nobody answered the user.
            }
        });
        await(() -> accepted.size() >= before);
        stage.killServer();
        int told = accepted.size();
        dying.join();
        accepted.clear();
        apps.behave((app, sid) -> {
            if (sid.startsWith("kil")) {
                accepted.add(app);
            }
            return 200;
        });
        stage.startServerAgain();
        await(() -> stage.state().acknowledged("kil") == Apps.COUNT);
        stage.table()
                .note(
                        "killed when %d of %d apps had answered: %d told after the restart, all %d acknowledged, session ended: %s"
                                .formatted(
                                        told,
                                        Apps.COUNT,
                                        accepted.size(),
                                        Apps.COUNT,
                                        stage.state().live("kil") == 0));
    }

    private int healthy() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(APP_TAKES_MILLIS);
        return 200;
    }

    /** Longer than our server has patience. */
    private int hang() throws InterruptedException {
        TimeUnit.MINUTES.sleep(1);
        return 200;
    }

    private Set<Integer> healthyTold() {
        return apps.told().stream().map(Told::app).filter(app -> app != SICK).collect(Collectors.toSet());
    }

    /** @param leadsTo how the address must begin that the browser is sent to */
    private Workload work(
            String name, int connections, int perRound, int warmUp, int atMostMillis, String prefix, String leadsTo) {
        return new Workload(
                name,
                connections,
                perRound,
                warmUp,
                Workload.UPDATE,
                new Goal.Millis(atMostMillis),
                count -> stage.state().signIn(prefix, count, 1, Apps.COUNT, 2),
                redirect(prefix),
                "Location: " + leadsTo);
    }

    private static IntFunction<String> redirect(String prefix) {
        return number -> Requests.get(
                "/logout?client_id=app1&redirect_uri=" + Apps.SIGNED_OUT,
                Requests.cookie(StoredState.cookie(prefix, number)));
    }

    private void logout(String prefix, int person, String leadsTo) throws IOException {
        new Driver(stage.server().port(), 1).run(person, 1, redirect(prefix), "Location: " + leadsTo);
    }

    private void verdict(String what, double measured, double bound, boolean atMost, String unit) {
        boolean reached = atMost ? measured <= bound : measured >= bound;
        stage.table()
                .note(String.format(
                        Locale.ROOT,
                        "%s: %.1f%s (must be %s %.0f%s): %s",
                        what,
                        measured,
                        unit,
                        atMost ? "≤" : "≥",
                        bound,
                        unit,
                        reached ? "reached" : "**missed**"));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_IN_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not happen within a minute");
            }
            Thread.onSpinWait();
        }
    }
}
