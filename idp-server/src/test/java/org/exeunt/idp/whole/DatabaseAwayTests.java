package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A real PostgreSQL goes away while users are signed in, and comes back. */
@TestInstance(Lifecycle.PER_CLASS)
class DatabaseAwayTests {

    private static final String[] PROGRAM = {"Accept", "application/json"};

    private Path data;
    private EmbeddedPostgres postgres;
    private RunningServer server;
    private TestBrowser alice;
    private Tokens tokens;
    private String question;

    @SuppressWarnings("NullAway.Init")
    DatabaseAwayTests() {}

    @BeforeAll
    void start() throws IOException {
        data = Files.createTempDirectory("exeunt-postgres");
        postgres = builder().start();
        server = RunningServer.start(
                postgres.getJdbcUrl("postgres", "postgres"), "--spring.datasource.hikari.connection-timeout=300");
        alice = TestBrowser.signedIn(server, "alice");
        tokens = TestClient.SHOP.tokens(server, alice);
        question = TestBrowser.hidden(alice.get("/connect/logout"), "confirmation");
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
        postgres.close();
    }

    /** The pool tries to connect a few times a second, and each of these requests waits for that. */
    private boolean answersAgain() {
        return IntStream.range(0, 200).anyMatch(_ -> alice.get("/").statusCode() == 200);
    }

    /** Something to do meanwhile. */
    private interface Task {

        void run() throws Exception;
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
    }

    /** Away for as long as that takes, and back at the same address. */
    private void whileAway(Task task) throws Exception {
        int port = postgres.getPort();
        postgres.close();
        try {
            task.run();
        } finally {
            postgres = builder().setPort(port).start();
        }
        assertThat(answersAgain()).as("the server recovered without a restart").isTrue();
    }

    @TestFactory
    @DisplayName(
            "REV-17, REV-18, CVE-51: with the database away everything that needs it answers 503, and it did not happen")
    Stream<DynamicTest> everything_that_needs_the_database_answers_503() throws Exception {
        Map<String, HttpResponse<String>> answers = new LinkedHashMap<>();

        whileAway(() -> {
            for (var request : requests().entrySet()) {
                answers.put(request.getKey(), request.getValue().call());
            }
        });

        return Stream.concat(
                answers.entrySet().stream()
                        .map(answer -> dynamicTest(answer.getKey(), () -> assertUnavailable(answer.getValue()))),
                Stream.of(dynamicTest("and afterwards all is as it was", this::assertAllIsAsItWas)));
    }

    private Map<String, Callable<HttpResponse<String>>> requests() {
        Map<String, Callable<HttpResponse<String>>> requests = new LinkedHashMap<>();
        for (String page : List.of(
                "/",
                "/login?client_id=shop",
                "/activate",
                "/oauth2/consent?client_id=shop&scope=openid&state=x",
                "/logout?client_id=shop",
                "/logout?client_id=shop&redirect_uri=http://localhost:8080/signed-out",
                "/logout?client_id=shop&client_id=news",
                "/connect/logout?id_token_hint=" + tokens.id(),
                TestClient.SHOP.authorizationUrl("openid"),
                TestClient.SHOP.authorizationUrl("openid") + "&prompt=none",
                "/nowhere")) {
            requests.put("GET " + page + " by a browser", () -> alice.get(page));
            requests.put("GET " + page + " by a program", () -> alice.get(page, PROGRAM));
        }
        requests.put("sign-in", () -> alice.post("/login", "username=alice&password=x&_csrf=x"));
        requests.put(
                "confirmation",
                () -> alice.post("/logout/confirmation", Map.of("answer", "sign-out", "confirmation", question)));
        String shop = TestClient.SHOP.origin();
        requests.put("GET /session by a browser", () -> alice.get("/session?client_id=shop", "Origin", shop));
        requests.put(
                "GET /session by a program",
                () -> alice.get("/session?client_id=shop", "Origin", shop, "Accept", "application/json"));
        requests.put("DELETE /session", () -> TestClient.SHOP.sdkLogout(alice));
        requests.put("exchange", () -> TestClient.SHOP.redeem(server, "x"));
        requests.put("refresh", () -> TestClient.SHOP.refresh(server, tokens.refresh()));
        requests.put("refresh of a public client", () -> TestClient.MOBILE.refresh(server, tokens.refresh()));
        requests.put("revocation", () -> TestClient.SHOP.revoke(server, tokens.refresh()));
        requests.put("introspection", () -> TestClient.SHOP.introspect(server, tokens.access()));
        requests.put(
                "device authorization",
                () -> TestClient.MOBILE.call(server, "/oauth2/device_authorization", Map.of("scope", "openid")));
        requests.put("userinfo", () -> bearer("/userinfo"));
        requests.put("API logout", () -> bearer("/api/2/logout"));
        return requests;
    }

    private HttpResponse<String> bearer(String path) {
        return new TestBrowser(server).get(path, "Authorization", "Bearer " + tokens.access());
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(TestBrowser.header(answer, "Retry-After")).matches("[0-9]+");
        assertThat(TestBrowser.header(answer, "Set-Cookie")).isEmpty();
        assertThat(TestBrowser.header(answer, "Clear-Site-Data")).isEmpty();
        assertThat(TestBrowser.header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(TestBrowser.header(answer, "Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(answer.body()).doesNotContain("SQL", "JDBC", "org.", "Exception:");
        String path = answer.uri().getPath();
        boolean browser =
                answer.request().headers().allValues("Accept").toString().contains("html");
        if (path.matches("/userinfo|/api/.*|/oauth2/(?!authorize|consent).*")) {
            assertThat(TestClient.json(answer, "error")).isEqualTo("temporarily_unavailable");
        } else if (browser) {
            assertThat(TestBrowser.header(answer, "Content-Type")).startsWith("text/html");
            assertThat(answer.body()).contains("We cannot answer right now");
        } else {
            assertThat(TestBrowser.header(answer, "Content-Type")).isEqualTo("application/problem+json");
            assertThat(TestClient.json(answer, "status")).isEqualTo("503");
            assertThat(TestClient.json(answer, "type")).isEqualTo("/problems/temporarily-unavailable");
        }
    }

    /** Without a restart of the server. */
    private void assertAllIsAsItWas() {
        assertThat(alice.isSignedIn()).isTrue();
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
        assertThat(TestClient.SHOP.introspects(server, tokens.refresh())).isTrue();
        assertThat(new TestBrowser(server).signIn("bob").statusCode()).isEqualTo(302);
    }

    @Test
    void endpoints_without_database_answer_during_an_outage() throws Exception {
        whileAway(() -> {
            for (String path : List.of(
                    "/sdk/v1/session.js",
                    "/themes/base/theme.css",
                    "/oauth2/jwks",
                    "/.well-known/openid-configuration",
                    "/.well-known/oauth-authorization-server")) {
                assertThat(alice.get(path).statusCode()).as(path).isEqualTo(200);
            }
        });
    }

    @Test
    @DisplayName("A logout that was refused for want of the database works as soon as it is back")
    void a_logout_works_as_soon_as_the_database_is_back() throws Exception {
        var bob = TestBrowser.signedIn(server, "bob");
        Tokens bobs = TestClient.SHOP.tokens(server, bob);

        whileAway(() -> bob.get("/logout?client_id=shop"));
        boolean signedIn = bob.isSignedIn();
        HttpResponse<String> again = bob.get("/logout?client_id=shop");

        assertThat(signedIn).isTrue();
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(bob.isSignedIn()).isFalse();
        assertThat(TestClient.isAccepted(server, bobs.access())).isFalse();
    }
}
