package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** System B: applications that sign users in through an API, by the authorization challenge endpoint, have no session. */
@TestInstance(Lifecycle.PER_CLASS)
@OnWebTestDatabases
class SystemBFirstPartyTests {

    private static final String PATH = "/oauth2/authorize-challenge";

    private static final int GUESSES = 50;

    private final AtomicReference<Runnable> faster = new AtomicReference<>(() -> {});

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(
                new StatementRecorder(_ -> this::cutIn),
                database.freshUrl(),
                "--exeunt.clients.mobile.first-party=true",
                "--exeunt.clients.stranger.redirect-uris=https://stranger.example/",
                "--exeunt.accounts.carol.password=carol-demo-password",
                "--exeunt.clients.operations.secret=operations-secret-only-for-this-test",
                "--exeunt.clients.operations.grant-types=client_credentials",
                "--exeunt.clients.operations.scopes=exeunt.admin,exeunt.push");
    }

    /** A user is faster: between the check of the password, and the look at whether it still counts. */
    private void cutIn(String sql) {
        if (sql.startsWith("select 1 from account")) {
            faster.getAndSet(() -> {}).run();
        }
    }

    @BeforeEach
    void nobodyGuessed() {
        server.jdbc().sql("delete from sign_in_attempt").update();
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    @Test
    @DisplayName(
            "System B, RFC 7636: a first-party app gets tokens for a password, with PKCE, and no session begins anywhere")
    void a_password_gives_tokens_and_no_session() {
        int before = server.column("sso_session", "sid").size();
        int browsers = server.column("spring_session", "session_id").size();
        var app = new TestBrowser(server);

        HttpResponse<String> answer = app.post(PATH, request("alice", "openid profile offline_access"));
        Tokens tokens = Tokens.of(TestClient.MOBILE.redeem(server, code(answer)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(TestBrowser.header(answer, "Cache-Control")).contains("no-store");
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(TestClient.userinfo(server, tokens.access())).isEqualTo(200);
        assertThat(TestClient.claims(tokens.id()))
                .containsKeys("sub", "auth_time")
                .doesNotContainKey("sid");
        Tokens next = Tokens.of(TestClient.MOBILE.refresh(server, tokens.refresh()));
        assertThat(TestClient.userinfo(server, next.access())).isEqualTo(200);
        assertThat(TestClient.claims(next.id())).doesNotContainKey("sid");
        assertThat(server.column("sso_session", "sid")).hasSize(before);
        assertThat(server.column("spring_session", "session_id")).hasSize(browsers);
        assertThat(app.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName("System B, CVE-51: when the database breaks the app hears 503, and never that the password was wrong")
    void a_broken_database_is_no_wrong_password() {
        boolean broke = true;
        int statement = 1;

        while (broke) {
            server.faults().failAtStatement(statement);
            HttpResponse<String> answer = new TestBrowser(server).post(PATH, request("alice", "openid"));
            broke = server.faults().heal();

            assertThat(answer.statusCode()).as("statement " + statement).isEqualTo(broke ? 503 : 200);
            assertThat(TestClient.json(answer).get("error"))
                    .as("statement " + statement)
                    .isEqualTo(broke ? "temporarily_unavailable" : null);
            statement++;
        }
        assertThat(statement).isGreaterThan(4);
    }

    @Test
    @DisplayName(
            "System B: such an app signs out by each of its ways, and an administrator ends it with everything else")
    void it_is_signed_out_like_any_other() {
        List<Ending> endings = List.of(
                tokens -> new TestBrowser(server).get("/api/2/logout", "Authorization", "Bearer " + tokens.access()),
                tokens -> TestClient.MOBILE.revoke(server, tokens.refresh()),
                tokens -> new TestBrowser(server)
                        .send("POST", "/login/refresh/invalidate", "Authorization", "Bearer " + tokens.access()),
                tokens -> new TestBrowser(server)
                        .postJson("/auth/logout", "{\"refresh_token\":\"" + tokens.refresh() + "\"}"),
                tokens -> TestBrowser.signedIn(server, "carol").send("DELETE", "/api/auth/sessions?scope=others"));

        for (Ending ending : endings) {
            Tokens tokens = tokens("carol");
            assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
            ending.of(tokens);

            assertThat(TestClient.isAccepted(server, tokens.access()))
                    .as("after ending " + endings.indexOf(ending))
                    .isFalse();
            assertThat(TestClient.isOk(TestClient.MOBILE.refresh(server, tokens.refresh())))
                    .isFalse();
        }
    }

    @Test
    @DisplayName(
            "System B, SEC-04: clients that are not marked first-party, or do not exist, are refused, and no password is looked at")
    void other_clients_are_refused() {
        for (String client : List.of("stranger", "news", "shop", "operations")) {
            HttpResponse<String> answer =
                    new TestBrowser(server).post(PATH, with(request("alice", "openid"), "client_id", client));

            assertThat(answer.statusCode()).as(client).isEqualTo(400);
            assertThat(TestClient.json(answer, "error")).as(client).isEqualTo("unauthorized_client");
        }
        HttpResponse<String> unknown =
                new TestBrowser(server).post(PATH, with(request("alice", "openid"), "client_id", "nobody"));
        assertThat(TestBrowser.header(unknown, "WWW-Authenticate")).startsWith("Basic realm=");
        assertThat(TestClient.json(unknown, "error")).isEqualTo("invalid_client");
        assertThat(server.column("sign_in_attempt", "counted"))
                .as("no password was looked at")
                .isEmpty();
    }

    @Test
    @DisplayName("System B: without or with wrong credentials the authorization is insufficient, and never said why")
    void wrong_credentials_are_insufficient() {
        Map<String, String> nothing = request("alice", "openid");
        nothing.remove("password");

        List<HttpResponse<String>> answers = List.of(
                new TestBrowser(server).post(PATH, nothing),
                new TestBrowser(server).post(PATH, with(request("alice", "openid"), "password", "wrong")),
                new TestBrowser(server).post(PATH, with(request("alice", "openid"), "username", "nobody")));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(TestClient.json(answer, "error")).isEqualTo("insufficient_authorization");
        });
        assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
    }

    @Test
    @DisplayName(
            "System B, SEC-10: guesses here and on the page are counted together, and the right password has to wait, too")
    void guessing_is_bounded_as_on_the_page() {
        for (int guess = 0; guess < GUESSES; guess++) {
            new TestBrowser(server).post(PATH, with(request("bob", "openid"), "password", "wrong" + guess));
        }

        assertThat(error(new TestBrowser(server).post(PATH, request("bob", "openid"))))
                .isEqualTo("insufficient_authorization");
        var browser = new TestBrowser(server);
        assertThat(browser.post("/login", browser.signInForm("bob")).statusCode())
                .isEqualTo(429);
    }

    @Test
    @DisplayName("System B, SEC-10: what was guessed on the page counts here")
    void guesses_on_the_page_count_here() {
        var browser = new TestBrowser(server);
        for (int guess = 0; guess < GUESSES; guess++) {
            browser.post("/login", with(browser.signInForm("bob"), "password", "wrong" + guess));
        }

        assertThat(error(new TestBrowser(server).post(PATH, request("bob", "openid"))))
                .isEqualTo("insufficient_authorization");
    }

    @Test
    @DisplayName("System B: a page cannot ask, not even from our own origin: its visitors would guess for it")
    void pages_are_refused() {
        for (List<String> header : List.of(
                List.of("Origin", "https://evil.example"),
                List.of("Origin", "null"),
                List.of("Origin", "http://localhost:9000"),
                List.of("Sec-Fetch-Site", "cross-site"),
                List.of("Sec-Fetch-Site", "same-origin"))) {
            HttpResponse<String> answer =
                    new TestBrowser(server).post(PATH, request("alice", "openid"), header.get(0), header.get(1));

            assertThat(answer.statusCode()).as(header.toString()).isEqualTo(403);
            assertThat(TestBrowser.header(answer, "Access-Control-Allow-Origin"))
                    .isEmpty();
        }
        assertThat(server.column("sign_in_attempt", "counted")).isEmpty();
    }

    @Test
    @DisplayName("System B: a person who signed in in a browser is not the one whose password the app sent, and stays")
    void a_session_that_there_is_has_no_part_in_it() {
        var alice = TestBrowser.signedIn(server, "alice");
        int sessions = server.column("sso_session", "sid").size();

        Tokens bobs = Tokens.of(TestClient.MOBILE.redeem(server, code(alice.post(PATH, request("bob", "openid")))));
        HttpResponse<String> nobody = alice.post(PATH, with(request("bob", "openid"), "password", "wrong"));

        assertThat(TestClient.claims(bobs.id())).containsEntry("sub", subject("bob"));
        assertThat(error(nobody)).isEqualTo("insufficient_authorization");
        assertThat(server.column("sso_session", "sid")).hasSize(sessions);
        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("System B, SEC: what an administrator ends or disables takes codes and tokens of such sign-ins along")
    void an_administrator_ends_it() {
        Tokens tokens = tokens("carol");
        String code = code(new TestBrowser(server).post(PATH, request("carol", "openid")));
        String admin = operator();

        new TestBrowser(server)
                .send("POST", "/api/admin/subjects/" + subject("carol") + "/disable", "Authorization", admin);

        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
        assertThat(TestClient.isOk(TestClient.MOBILE.refresh(server, tokens.refresh())))
                .isFalse();
        assertThat(TestClient.isOk(TestClient.MOBILE.redeem(server, code))).isFalse();
        assertThat(error(new TestBrowser(server).post(PATH, request("carol", "openid"))))
                .isEqualTo("insufficient_authorization");
        new TestBrowser(server)
                .send("POST", "/api/admin/subjects/" + subject("carol") + "/enable", "Authorization", admin);
        assertThat(tokens("carol").access()).isNotEmpty();
    }

    @Test
    @DisplayName(
            "System B, RFC 7636: no code without PKCE, none twice, none for the query, and none for foreign scopes")
    void requests_are_read_strictly() {
        var app = new TestBrowser(server);
        Map<String, String> good = request("alice", "openid");

        assertThat(error(app.post(PATH, with(good, "code_challenge_method", "plain"))))
                .isEqualTo("invalid_request");
        assertThat(error(app.post(PATH, with(good, "code_challenge", "short")))).isEqualTo("invalid_request");
        assertThat(error(app.post(PATH, with(good, "scope", "exeunt.admin")))).isEqualTo("invalid_scope");
        assertThat(error(app.post(PATH, with(good, "auth_session", "s")))).isEqualTo("invalid_session");
        assertThat(error(app.post(PATH, with(good, "nonce", "n".repeat(2_001)))))
                .isEqualTo("invalid_request");
        assertThat(error(app.post(PATH, TestBrowser.form(good) + "&username=bob")))
                .isEqualTo("invalid_request");
        assertThat(error(app.post(PATH + "?" + TestBrowser.form(good), ""))).isEqualTo("invalid_request");
        assertThat(app.get(PATH).statusCode()).isEqualTo(405);
        String code = code(app.post(PATH, good));
        assertThat(TestClient.isOk(redeem(code, "a-verifier-that-is-wrong-and-long-enough-for-RFC-7636")))
                .isFalse();
        assertThat(TestClient.isOk(TestClient.SHOP.redeem(server, code))).isFalse();
        Tokens tokens = Tokens.of(TestClient.MOBILE.redeem(server, code(app.post(PATH, good))));
        assertThat(TestClient.isAccepted(server, tokens.access())).isTrue();
    }

    @Test
    @DisplayName(
            "System B, SEC-22: what ends everything of a person also ends a sign-in whose password was right already")
    void a_sign_in_under_way_is_ended_with_everything_else() {
        String admin = operator();
        String path = "/api/admin/subjects/" + subject("carol") + "/sessions";
        long before = authorizations("carol");
        faster.set(() -> new TestBrowser(server).send("DELETE", path, "Authorization", admin));

        HttpResponse<String> answer = new TestBrowser(server).post(PATH, request("carol", "openid"));

        assertThat(error(answer)).isEqualTo("insufficient_authorization");
        assertThat(authorizations("carol")).isEqualTo(before);
        assertThat(tokens("carol").access()).as("the next one counts").isNotEmpty();
    }

    @Test
    @DisplayName("System B: a push token belongs to such a sign-in, too, and is dropped with it")
    void its_push_token_is_dropped_with_it() {
        Tokens tokens = tokens("carol");
        String phone = "phone-of-an-app-with-its-own-form";
        int registered = new TestBrowser(server)
                .postJson(
                        "/api/push-tokens",
                        "{\"token\":\"" + phone + "\"}",
                        "Authorization",
                        "Bearer " + tokens.access())
                .statusCode();
        boolean before = rings(phone);

        TestClient.MOBILE.revoke(server, tokens.refresh());

        assertThat(registered).isEqualTo(204);
        assertThat(before).isTrue();
        assertThat(rings(phone)).isFalse();
    }

    @Test
    @DisplayName("System B, RFC 9700: a code that comes a second time takes its tokens with it")
    void a_code_is_redeemed_once() {
        String code = code(new TestBrowser(server).post(PATH, request("alice", "openid")));
        Tokens tokens = Tokens.of(TestClient.MOBILE.redeem(server, code));

        assertThat(TestClient.isOk(TestClient.MOBILE.redeem(server, code))).isFalse();

        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
    }

    private HttpResponse<String> redeem(String code, String verifier) {
        return TestClient.MOBILE.call(
                server,
                "/oauth2/token",
                Map.of("grant_type", "authorization_code", "code", code, "code_verifier", verifier));
    }

    private long authorizations(String username) {
        return server.jdbc()
                .sql("select count(*) from oauth2_authorization where subject = :subject")
                .param("subject", subject(username))
                .query(Long.class)
                .single();
    }

    private boolean rings(String phone) {
        HttpResponse<String> answer = new TestBrowser(server)
                .postJson(
                        "/api/push-tokens/check",
                        "{\"token\":\"" + phone + "\"}",
                        "Authorization",
                        program("exeunt.push"));
        return Boolean.TRUE.equals(TestClient.json(answer).get("registered"));
    }

    private String operator() {
        return program("exeunt.admin");
    }

    private String program(String scope) {
        HttpResponse<String> answer = new TestBrowser(server)
                .post(
                        "/oauth2/token",
                        Map.of(
                                "grant_type", "client_credentials",
                                "scope", scope,
                                "client_id", "operations",
                                "client_secret", "operations-secret-only-for-this-test"));
        return "Bearer " + TestClient.json(answer).get("access_token");
    }

    private String subject(String username) {
        return server.jdbc()
                .sql("select subject from account where username = :username")
                .param("username", username)
                .query(String.class)
                .single();
    }

    private interface Ending {
        void of(Tokens tokens);
    }

    private Tokens tokens(String username) {
        return Tokens.of(TestClient.MOBILE.redeem(
                server, code(new TestBrowser(server).post(PATH, request(username, "openid profile")))));
    }

    private static Map<String, String> request(String username, String scope) {
        Map<String, String> form = new LinkedHashMap<>(TestClient.MOBILE.authorizationRequest(scope));
        form.keySet().removeAll(List.of("redirect_uri", "response_type"));
        form.put("username", username);
        form.put("password", TestClient.password(username));
        return form;
    }

    private static Map<String, String> with(Map<String, String> form, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(form);
        changed.put(name, value);
        return changed;
    }

    private static String error(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(400);
        return TestClient.json(answer, "error");
    }

    private static String code(HttpResponse<String> answer) {
        return String.valueOf(TestClient.json(answer).get("authorization_code"));
    }
}
