package org.exeunt.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What each kind of logout costs when no relying party is to be told. */
@TestInstance(Lifecycle.PER_CLASS)
class LogoutBenchmark {

    @SuppressWarnings("NullAway.Init")
    private Stage stage;

    private List<String> hints = List.of();

    private long idleMemory;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException, SQLException {
        stage = Stage.start(folder);
        idleMemory = stage.server().residentMemory();
    }

    @AfterAll
    void stop() throws IOException {
        stage.close();
    }

    @Test
    void logout() throws IOException, SQLException {
        String asApp1 = Apps.authorization(1);
        stage.measure(new Workload(
                "revoke an access token",
                32,
                5_000,
                120_000,
                Workload.UPDATE,
                new Goal.ShareOfLimit(0.30),
                count -> stage.state().signIn("rva", count, 1, 1, 2),
                number -> Requests.post(
                        "/oauth2/revoke",
                        "token_type_hint=access_token&token=" + StoredState.accessToken("rva", number),
                        asApp1),
                "HTTP/1.1 200"));
        stage.measure(new Workload(
                "revoke a refresh token",
                32,
                5_000,
                20_000,
                Workload.UPDATE,
                new Goal.ShareOfLimit(0.30),
                count -> stage.state().signIn("rvr", count, 1, 1, 2),
                number -> Requests.post(
                        "/oauth2/revoke",
                        "token_type_hint=refresh_token&token=" + StoredState.refreshToken("rvr", number),
                        asApp1),
                "HTTP/1.1 200"));
        stage.measure(new Workload(
                "introspect a live token",
                32,
                8_000,
                250_000,
                Workload.NOTHING,
                new Goal.ShareOfLimit(0.20),
                _ -> stage.state().signIn("int", 1_000, 1, 1, 2),
                number -> Requests.post(
                        "/oauth2/introspect", "token=" + StoredState.accessToken("int", number % 1_000), asApp1),
                "\"active\":true"));
        stage.measure(new Workload(
                "/logout, 1 client",
                8,
                3_000,
                60_000,
                Workload.UPDATE,
                new Goal.ShareOfLimit(0.28),
                count -> stage.state().signIn("lg", count, 1, 1, 2),
                redirect("lg"),
                "HTTP/1.1 303"));
        stage.measure(new Workload(
                "/connect/logout by a hint, 1 client",
                8,
                3_000,
                20_000,
                Workload.UPDATE,
                new Goal.ShareOfLimit(0.24),
                count -> signInWithHints("ch", count),
                rpInitiated("ch"),
                "HTTP/1.1 303"));
        stage.measure(new Workload(
                "/logout, 20 clients, 40 tokens",
                8,
                1_500,
                3_000,
                Workload.UPDATE,
                new Goal.ShareOfLimit(0.15),
                count -> stage.state().signIn("lgm", count, 1, Apps.COUNT, 2),
                redirect("lgm"),
                "HTTP/1.1 303"));
        stage.measure(new Workload(
                "DELETE /session",
                8,
                3_000,
                40_000,
                Workload.UPDATE,
                new Goal.ShareOfLimit(0.28),
                count -> stage.state().signIn("sdk", count, 1, 1, 2),
                number -> Requests.delete(
                        "/session?client_id=app1",
                        Requests.cookie(StoredState.cookie("sdk", number)),
                        "Origin: " + Apps.ORIGIN),
                "\"ended\":true"));
        stage.measure(new Workload(
                "one /logout alone, 1 client",
                1,
                1_000,
                3_000,
                Workload.UPDATE,
                new Goal.TimesLimit(3),
                count -> stage.state().signIn("al", count, 1, 1, 2),
                redirect("al"),
                "HTTP/1.1 303"));
        stage.measure(new Workload(
                "one /connect/logout alone, by a hint, 1 client",
                1,
                1_000,
                3_000,
                Workload.UPDATE,
                new Goal.TimesLimit(4.5),
                count -> signInWithHints("ca", count),
                rpInitiated("ca"),
                "HTTP/1.1 303"));
        int sessions = 100;
        stage.measure(new Workload(
                "everywhere, 100 sessions × 3 clients",
                1,
                10,
                300,
                Workload.UPDATE,
                new Goal.Millis(15),
                count -> stage.state().signIn("ev", count * sessions, sessions, 3, 2),
                number -> Requests.delete(
                        "/api/auth/sessions?scope=everywhere",
                        Requests.cookie(StoredState.cookie("ev", number * sessions))),
                "\"success\":true"));
        Program server = stage.server();
        stage.table()
                .note("resident memory: %d MiB after the start, %d MiB at the end"
                        .formatted(idleMemory, server.residentMemory()));
        stage.table()
                .note("first start, without an AOT cache: %d ms"
                        .formatted(server.startUp().toMillis()));
        stage.table().write("logout");
    }

    /** The ID tokens are signed before anything is measured: the driver shares the machine with the server. */
    private void signInWithHints(String prefix, int count) throws SQLException {
        stage.state().signIn(prefix, count, 1, 1, 2);
        hints = stage.state().idTokens(prefix, count);
    }

    /** With nothing but a hint, as an application sends it that keeps the ID token (RP-Initiated Logout 1.0, section 2). */
    private IntFunction<String> rpInitiated(String prefix) {
        return number -> Requests.get(
                "/connect/logout?id_token_hint=" + hints.get(number) + "&post_logout_redirect_uri=" + Apps.SIGNED_OUT,
                Requests.cookie(StoredState.cookie(prefix, number)));
    }

    private static IntFunction<String> redirect(String prefix) {
        return number -> Requests.get(
                "/logout?client_id=app1&redirect_uri=" + Apps.SIGNED_OUT,
                Requests.cookie(StoredState.cookie(prefix, number)));
    }
}
