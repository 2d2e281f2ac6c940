package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Every secret of every flow, looked for in everything that is logged, the access log included, and in the database file. */
class SecretsNeverReachALogTests {

    private static final Pattern CONFIRMATION = Pattern.compile("name=\"confirmation\" value=\"([^\"]+)\"");

    private static final String PUSH_TOKEN = "push-token-only-for-this-test-0123";

    @Test
    @DisplayName("LEG-11, SEC-16: no secret in a log or in the database file")
    void no_secret_reaches_a_log_or_the_database_file(@TempDir Path folder) throws IOException {
        var events = new ListAppender<ILoggingEvent>();
        List<String> secrets = new ArrayList<>(List.of("alice-demo-password", "shop-secret-only-for-the-demo-0123"));
        Path database = folder.resolve("db");
        try (var server = RunningServer.start(
                "jdbc:h2:file:" + database + ";USER=sa",
                "--server.tomcat.accesslog.enabled=true",
                "--server.tomcat.accesslog.directory=" + folder.resolve("access"),
                "--server.tomcat.accesslog.buffered=false",
                "--logging.level.root=debug",
                "--logging.level.org.exeunt=trace")) {
            Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
            events.start();
            root.addAppender(events);
            runEveryFlow(server, secrets);
            root.detachAppender(events);
        }

        List<String> logged =
                events.list.stream().map(SecretsNeverReachALogTests::text).toList();
        String accessLog = read(folder.resolve("access"));
        byte[] file = Files.readAllBytes(folder.resolve("db.mv.db"));

        assertThat(secrets).hasSizeGreaterThan(10).allSatisfy(secret -> {
            assertThat(logged).noneMatch(line -> line.contains(secret));
            assertThat(accessLog).doesNotContain(secret);
            assertThat(contains(file, secret)).as("database file").isFalse();
        });
        assertThat(logged).anyMatch(line -> line.contains("session ended"));
        assertThat(accessLog).contains("\"GET /logout HTTP/1.1\" 303");
    }

    private static void runEveryFlow(RunningServer server, List<String> secrets) {
        var alice = TestBrowser.signedIn(server, "alice");
        secrets.add(alice.sessionCookie().orElseThrow());
        String code = TestClient.SHOP.code(alice);
        secrets.add(code);
        Tokens shop = Tokens.of(TestClient.SHOP.redeem(server, code));
        Tokens refreshed = Tokens.of(TestClient.SHOP.refresh(server, shop.refresh()));
        Tokens mobile = TestClient.MOBILE.tokens(server, alice);
        for (Tokens tokens : List.of(shop, refreshed, mobile)) {
            secrets.addAll(List.of(tokens.access(), tokens.refresh(), tokens.id()));
        }
        TestClient.userinfo(server, shop.access());
        TestClient.SHOP.introspects(server, shop.access());
        TestClient.MOBILE.revoke(server, mobile.refresh());
        new TestBrowser(server).get("/api/2/logout?oauth_token=" + mobile.access());
        Matcher question =
                CONFIRMATION.matcher(alice.get("/logout?client_id=news&oauth_token=" + shop.access() + "&state=x")
                        .body());
        assertThat(question.find()).isTrue();
        secrets.add(question.group(1));
        alice.post("/logout/confirmation", Map.of("confirmation", question.group(1), "answer", "stay"));
        alice.get("/logout?client_id=shop&redirect_uri=https://evil.example?t=" + shop.refresh() + "&oauth_token=%FF");
        var answer = alice.get("/logout?client_id=shop&redirect_uri=http://localhost:8080/signed-out&oauth_token="
                + refreshed.access() + "&id_token_hint=" + refreshed.id());
        assertThat(answer.statusCode()).isEqualTo(303);
        alice.get("/logout?client_id=shop&redirect_uri=https://evil.example?t=" + shop.refresh());
        Tokens live = TestClient.MOBILE.tokens(server, TestBrowser.signedIn(server, "bob"));
        secrets.addAll(List.of(live.access(), live.refresh(), live.id(), PUSH_TOKEN));
        sendMalformed(alice, live);
    }

    /** Requests that Tomcat or Spring refuses, each with a live token in it (faults F2 and F3). */
    private static void sendMalformed(TestBrowser alice, Tokens live) {
        String secret = "oauth_token=" + live.access() + "&id_token_hint=" + live.id();
        alice.postJson("/api/push-tokens", "{\"token\":" + PUSH_TOKEN, "Authorization", "Bearer " + live.access());
        alice.postJson("/api/push-tokens", PUSH_TOKEN, "Authorization", "Bearer " + live.access());
        for (String odd : List.of(
                "{", "}", "[", "]", "|", "^", "\\", "`", "<", ">", "\"", "%", "%zz", "%00", "%FF", "\u0001",
                "\u00e6")) {
            alice.raw("GET /logout?" + secret + "&x=" + odd);
            alice.raw("GET /logout?" + odd + "&" + secret);
            alice.raw("GET /connect/" + odd + "?" + secret);
        }
        alice.raw("GET /logout?" + secret + " x");
        alice.raw("GET /logout?" + secret + "&x=" + "y".repeat(30_000));
        alice.raw("G\u0001T /logout?" + secret);
        alice.raw("GET http://[/logout?" + secret);
        alice.raw("GET /logout?" + secret, "X-Bad", "a\u0001" + live.access());
        alice.raw("GET /logout?" + secret, "X Bad", live.access());
        alice.raw("GET /logout?" + secret, "Content-Length", "x");
        alice.raw("GET /userinfo", "Authorization", "Bearer " + live.access() + " \u0001");
        alice.raw("GET /userinfo?access_token=" + live.access() + "{");
        alice.post("/logout", secret + "&x=%zz");
        alice.post("/oauth2/revoke", "token=" + live.refresh() + "&x=%zz");
        alice.postJson("/auth/refresh", "{\"refresh_token\":" + live.refresh());
    }

    private static String text(ILoggingEvent event) {
        var error = event.getThrowableProxy();
        return event.getFormattedMessage() + (error == null ? "" : " " + error.getMessage());
    }

    private static String read(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    private static boolean contains(byte[] file, String secret) {
        return new String(file, StandardCharsets.ISO_8859_1).contains(secret);
    }
}
