package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.exeunt.idp.account.Accounts;
import org.exeunt.idp.account.SignInAccount;
import org.exeunt.idp.notification.NotificationDispatcher;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.transaction.support.TransactionOperations;

/** Programs that may end what belongs to other users, and users who change their password: nothing of before counts. */
@TestInstance(Lifecycle.PER_CLASS)
@OnEachDatabase
class AdministrationTests {

    private static final String SECRET = "a-secret-of-the-program-that-watches-0123";

    @Parameter
    private TestDatabase database;

    private TestBackChannel shop;
    private RunningServer server;
    private String admin;

    /** What happens once, between the look-up of a token and the next statement. */
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

    /** What happens once, between the debt to tell the apps and the commit. */
    private final AtomicReference<Runnable> beforeTheCommit = new AtomicReference<>(() -> {});

    /** What happens once, after the commit and before the apps are told. */
    private final AtomicReference<Runnable> afterTheCommit = new AtomicReference<>(() -> {});

    @BeforeParameterizedClassInvocation
    void start() {
        shop = new TestBackChannel();
        server = RunningServer.start(
                new StatementRecorder(_ -> new InTheMidst()),
                database.freshUrl(),
                "--exeunt.clients.shop.back-channel-logout-uri=" + shop.uri("/"),
                "--exeunt.clients.watch.secret=" + SECRET,
                "--exeunt.clients.watch.grant-types=client_credentials",
                "--exeunt.clients.watch.scopes=exeunt.admin,profile",
                "--exeunt.clients.shop.scopes=openid,profile,email,offline_access,exeunt.admin",
                "--exeunt.accounts.carol.password=carol-demo-password",
                "--exeunt.accounts.dave.password=dave-demo-password",
                "--exeunt.accounts.erin.password=erin-demo-password",
                "--exeunt.accounts.frank.password=frank-demo-password",
                "--exeunt.accounts.grace.password=grace-demo-password");
        admin = token("exeunt.admin");
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
        shop.close();
    }

    @Test
    @DisplayName(
            "GTR-01, GTR-04 to GTR-07, GTR-12: global revocation ends sessions, tokens, offline tokens, and tells the apps")
    void global_revocation_ends_everything() {
        var laptop = TestBrowser.signedIn(server, "carol");
        var phone = TestBrowser.signedIn(server, "carol");
        Tokens tokens = TestClient.SHOP.tokens(server, laptop);
        Tokens offline = TestClient.MOBILE.tokens(server, phone, "openid offline_access");
        String code = TestClient.NEWS.code(laptop, "openid");
        var bob = TestBrowser.signedIn(server, "bob");
        SignInAccount checkedBefore = checked("carol");

        HttpResponse<String> answer =
                revoke("{\"sub_id\":{\"format\":\"iss_sub\",\"iss\":\"http://localhost:9000\",\"sub\":\""
                        + subject(tokens) + "\"}}");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(laptop.isSignedIn() || phone.isSignedIn()).isFalse();
        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
        assertThat(TestClient.isAccepted(server, offline.access())).isFalse();
        assertThat(TestClient.isOk(TestClient.MOBILE.refresh(server, offline.refresh())))
                .isFalse();
        assertThat(TestClient.isOk(TestClient.NEWS.redeem(server, code))).isFalse();
        awaitTold(tokens.sid());
        assertThat(bob.isSignedIn()).isTrue();
        assertThat(admits(checkedBefore)).as("a sign-in under way").isFalse();
        assertThat(laptop.get("/login").body()).contains("because an administrator ended your sign-in");
        assertThat(TestBrowser.signedIn(server, "carol").isSignedIn())
                .as("a new authentication")
                .isTrue();
    }

    @Test
    @DisplayName(
            "GTR-02, GTR-08 to GTR-11: who may not, malformed requests and unknown subjects are told, and nothing ends")
    void global_revocation_is_refused() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens granted = TestClient.SHOP.tokens(server, alice, "openid exeunt.admin");
        String sub = subject(granted);
        String valid = "{\"sub_id\":{\"format\":\"opaque\",\"id\":\"" + sub + "\"}}";

        assertThat(revoke(valid, "").statusCode()).isEqualTo(401);
        assertThat(revoke(valid, "Bearer nonsense").statusCode()).isEqualTo(401);
        assertThat(revoke(valid, "Bearer " + token("profile")).statusCode()).isEqualTo(403);
        assertThat(revoke(valid, "Bearer " + granted.access()).statusCode())
                .as("a person is no administrator, whatever they granted")
                .isEqualTo(403);
        for (String malformed : List.of(
                "",
                "sub",
                "{}",
                "{\"sub_id\":{}}",
                "{\"sub_id\":{\"format\":\"opaque\"}}",
                "{\"sub_id\":{\"format\":\"iss_sub\",\"sub\":\"" + sub + "\"}}")) {
            assertThat(revoke(malformed).statusCode()).as(malformed).isEqualTo(400);
        }
        assertThat(revoke("{\"sub_id\":{\"format\":\"opaque\",\"id\":\"nobody\"}}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(revoke("{\"sub_id\":{\"format\":\"opaque\",\"id\":\"" + "x".repeat(1000) + "\"}}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(revoke("{\"sub_id\":{\"format\":\"iss_sub\",\"iss\":\"https://other.example\",\"sub\":\"" + sub
                                + "\"}}")
                        .statusCode())
                .as("another tenant's subject")
                .isEqualTo(404);
        assertThat(revoke("{\"sub_id\":{\"format\":\"phone_number\",\"phone_number\":\"+4712345678\"}}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(alice.isSignedIn()).isTrue();
        assertThat(TestClient.isAccepted(server, granted.access())).isTrue();
    }

    @Test
    void an_administrator_lists_and_ends_sessions() {
        var laptop = TestBrowser.signedIn(server, "dave");
        var phone = TestBrowser.signedIn(server, "dave");
        Tokens here = TestClient.SHOP.tokens(server, laptop);
        Tokens there = TestClient.SHOP.tokens(server, phone);
        String sessions = "/api/admin/subjects/" + subject(here) + "/sessions";
        String bobs = TestClient.NEWS
                .tokens(server, TestBrowser.signedIn(server, "bob"))
                .sid();

        HttpResponse<String> listed = call("GET", sessions);
        HttpResponse<String> ended = call("DELETE", sessions + "/" + there.sid());
        HttpResponse<String> again = call("DELETE", sessions + "/" + there.sid());

        assertThat(listed.body()).contains(here.sid(), there.sid(), "\"valid\":true");
        assertThat(ended.body()).isEqualTo("{\"ended\":[\"" + there.sid() + "\"]}");
        assertThat(again.body()).isEqualTo("{\"ended\":[]}");
        assertThat(phone.isSignedIn()).isFalse();
        assertThat(laptop.isSignedIn()).isTrue();
        assertThat(call("GET", sessions).body()).contains("\"reason\":\"admin_logout\"");
        assertThat(call("DELETE", sessions + "/" + bobs).statusCode()).isEqualTo(404);
        assertThat(call("GET", "/api/admin/subjects/nobody/sessions").statusCode())
                .isEqualTo(404);
        assertThat(new TestBrowser(server).get(sessions).statusCode()).isEqualTo(401);
        assertThat(laptop.get(sessions).statusCode())
                .as("a cookie is nothing here")
                .isEqualTo(401);
        assertThat(laptop.send("DELETE", sessions).statusCode()).isEqualTo(401);
        assertThat(call("DELETE", sessions).body()).isEqualTo("{\"ended\":[\"" + here.sid() + "\"]}");
        assertThat(laptop.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName("A disabled person loses everything, also what is under way, and cannot come back until enabled")
    void a_disabled_person_loses_everything() {
        var laptop = TestBrowser.signedIn(server, "erin");
        Tokens offline = TestClient.MOBILE.tokens(server, laptop, "openid offline_access");
        SignInAccount checkedBefore = checked("erin");
        String person = "/api/admin/subjects/" + subject(offline);

        HttpResponse<String> disabled = call("POST", person + "/disable");
        var back = new TestBrowser(server);
        HttpResponse<String> refused = back.post("/login", back.signInForm("erin"));

        assertThat(disabled.statusCode()).isEqualTo(200);
        assertThat(laptop.isSignedIn()).isFalse();
        assertThat(TestClient.isOk(TestClient.MOBILE.refresh(server, offline.refresh())))
                .isFalse();
        assertThat(admits(checkedBefore)).isFalse();
        assertThat(refused.body()).contains("your account is disabled");
        assertThat(back.isSignedIn()).isFalse();
        assertThat(call("POST", person + "/enable").statusCode()).isEqualTo(204);
        assertThat(TestBrowser.signedIn(server, "erin").isSignedIn()).isTrue();
    }

    @Test
    @DisplayName(
            "A new password ends the other sessions and tokens, and a start of the server does not bring the old one back")
    void a_new_password_ends_the_others() {
        var here = TestBrowser.signedIn(server, "frank");
        var thief = TestBrowser.signedIn(server, "frank");
        Tokens own = TestClient.NEWS.tokens(server, here);
        Tokens stolen = TestClient.MOBILE.tokens(server, thief, "openid offline_access");
        SignInAccount checkedBefore = checked("frank");
        String cookie = here.sessionCookie().orElseThrow();

        HttpResponse<String> changed =
                change(here, "frank-demo-password", "correct horse battery", "correct horse battery");

        HttpResponse<String> next = here.get(TestBrowser.location(changed));
        assertThat(TestBrowser.location(next)).isEqualTo("/devices?done=password");
        assertThat(here.sessionCookie().orElseThrow()).isNotEqualTo(cookie);
        assertThat(TestBrowser.location(here.copyFor(server).get("/password?changed=" + "x".repeat(43))))
                .isEqualTo("/devices?done=password");
        assertThat(here.isSignedIn()).isTrue();
        assertThat(TestClient.isAccepted(server, own.access())).isTrue();
        assertThat(thief.isSignedIn()).isFalse();
        assertThat(TestClient.isAccepted(server, stolen.access())).isFalse();
        assertThat(TestClient.isOk(TestClient.MOBILE.refresh(server, stolen.refresh())))
                .isFalse();
        assertThat(admits(checkedBefore)).isFalse();
        assertThat(thief.get("/login").body()).contains("because you changed your password");
        assertThat(signsIn("frank", "frank-demo-password")).isFalse();
        assertThat(signsIn("frank", "correct horse battery")).isTrue();
        server.bean(SmartInitializingSingleton.class, "configuredEntriesLoader").afterSingletonsInstantiated();
        assertThat(signsIn("frank", "correct horse battery")).isTrue();
        assertThat(signsIn("frank", "frank-demo-password")).isFalse();
    }

    @Test
    @DisplayName("A password changes only with the present one, and only to a good one")
    void a_password_that_may_not_be_changed_stays() {
        var bob = TestBrowser.signedIn(server, "bob");
        var other = TestBrowser.signedIn(server, "bob");
        String good = "a good new password";
        String present = TestClient.password("bob");

        assertThat(change(bob, "wrong", good, good).statusCode()).isEqualTo(400);
        assertThat(change(bob, present, "short", "short").statusCode()).isEqualTo(400);
        assertThat(change(bob, present, "x".repeat(73), "x".repeat(73)).statusCode())
                .isEqualTo(400);
        assertThat(change(bob, present, good, good + "!").statusCode()).isEqualTo(400);
        assertThat(bob.post("/password", Map.of("current", present, "new", good, "again", good))
                        .statusCode())
                .as("without the token of the form")
                .isEqualTo(403);
        assertThat(TestBrowser.location(new TestBrowser(server).get("/password")))
                .contains("/login");
        assertThat(other.isSignedIn()).isTrue();
        assertThat(signsIn("bob", present)).isTrue();
    }

    /** Other tests' sessions end too. */
    private void awaitTold(String sid) {
        Object told;
        do {
            told = shop.received().claims().get("sid");
        } while (!sid.equals(told));
    }

    private HttpResponse<String> change(TestBrowser browser, String current, String wanted, String again) {
        String csrf = TestBrowser.hidden(browser.get("/password"), "_csrf");
        return browser.post("/password", Map.of("current", current, "new", wanted, "again", again, "_csrf", csrf));
    }

    private boolean signsIn(String username, String password) {
        var browser = new TestBrowser(server);
        String csrf = TestBrowser.hidden(browser.get("/login"), "_csrf");
        browser.post("/login", Map.of("username", username, "password", password, "_csrf", csrf));
        return browser.isSignedIn();
    }

    private SignInAccount checked(String username) {
        return (SignInAccount) server.bean(UserDetailsService.class).loadUserByUsername(username);
    }

    private boolean admits(SignInAccount checked) {
        return Boolean.TRUE.equals(server.bean(TransactionOperations.class)
                .execute(_ -> server.bean(Accounts.class).admits(checked)));
    }

    private static String subject(Tokens tokens) {
        return String.valueOf(TestClient.claims(tokens.id()).get("sub"));
    }

    private String token(String scope) {
        String basic = Base64.getEncoder().encodeToString(("watch:" + SECRET).getBytes(StandardCharsets.UTF_8));
        return TestClient.json(
                new TestBrowser(server)
                        .post(
                                "/oauth2/token",
                                Map.of("grant_type", "client_credentials", "scope", scope),
                                "Authorization",
                                "Basic " + basic),
                "access_token");
    }

    @Test
    @DisplayName("A program whose token is revoked while it is at work gets its answer, and none afterwards")
    void a_token_that_is_revoked_meanwhile() {
        Tokens tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "bob"));
        String own = "Bearer " + token("exeunt.admin");
        String sessions = "/api/admin/subjects/" + subject(tokens) + "/sessions";
        meanwhile.set(() -> server.jdbc()
                .sql("delete from oauth2_authorization where client_id = 'watch'")
                .update());

        var first = new TestBrowser(server).send("DELETE", sessions, "Authorization", own, "Accept", "*/*");
        var second = new TestBrowser(server).send("DELETE", sessions, "Authorization", own, "Accept", "*/*");
        admin = token("exeunt.admin");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).contains(tokens.sid());
        assertThat(second.statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("Whoever has more sessions than fit into a statement can be disabled all the same")
    void very_many_sessions_end_at_once() {
        Tokens tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "grace"));
        String ten = "(values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as ";
        server.jdbc()
                .sql("""
                insert into sso_session
                    (sid, subject, authenticated_at, started_at, last_seen_at, expires_at, absolute_expires_at)
                select 'many-' || a.i || b.i || c.i || d.i || e.i, s.subject, s.authenticated_at, s.started_at,
                    s.last_seen_at, s.expires_at, s.absolute_expires_at
                from sso_session s,\
                """ + " " + ten + "a(i), " + ten + "b(i), " + ten + "c(i), " + ten + "d(i), " + ten + "e(i)"
                        + " where s.sid = :sid and a.i < 7")
                .param("sid", tokens.sid())
                .update();

        HttpResponse<String> ended = call("POST", "/api/admin/subjects/" + subject(tokens) + "/disable");

        assertThat(ended.statusCode()).isEqualTo(200);
        assertThat(ended.body()).contains(tokens.sid(), "many-69999");
        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
        awaitTold(tokens.sid());
        assertThat(server.jdbc()
                        .sql("select count(*) from audit_event where subject = :subject and outcome = 'session_ended'")
                        .param("subject", subject(tokens))
                        .query(Integer.class)
                        .single())
                .isEqualTo(70_001);
    }

    @Test
    @DisplayName("An app that another node began to tell while a slow logout was still answered is not told twice")
    void a_slow_logout_notifies_no_app_twice() {
        Tokens tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "bob"));
        beforeTheCommit.set(() -> server.clock().setAheadBy(Duration.ofMinutes(1)));
        afterTheCommit.set(() -> server.jdbc()
                .sql("update logout_notification set attempts = 2, due_at = :later where sid = :sid")
                .param("sid", tokens.sid())
                .param("later", server.clock().instant().plusSeconds(15).atOffset(ZoneOffset.UTC))
                .update());
        try {
            HttpResponse<String> ended = call("DELETE", "/api/admin/subjects/" + subject(tokens) + "/sessions");
            server.bean(NotificationDispatcher.class).awaitFirstAttempts(new Sid(tokens.sid()));

            assertThat(ended.statusCode()).isEqualTo(200);
            assertThat(ended.body()).contains(tokens.sid());
            assertThat(shop.takeAllAbout(tokens.sid())).isEmpty();
        } finally {
            server.clock().setAheadBy(Duration.ZERO);
        }
    }

    @Test
    @DisplayName("A logout that takes longer than an attempt may wait for its turn tells the apps at once all the same")
    void a_slow_logout_tells_the_apps() {
        Tokens tokens = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "bob"));
        beforeTheCommit.set(() -> server.clock().setAheadBy(Duration.ofMinutes(1)));
        try {
            HttpResponse<String> ended = call("DELETE", "/api/admin/subjects/" + subject(tokens) + "/sessions");

            assertThat(ended.statusCode()).isEqualTo(200);
            awaitTold(tokens.sid());
        } finally {
            server.clock().setAheadBy(Duration.ZERO);
        }
    }

    private HttpResponse<String> call(String method, String path) {
        return new TestBrowser(server).send(method, path, "Authorization", "Bearer " + admin, "Accept", "*/*");
    }

    private HttpResponse<String> revoke(String json) {
        return revoke(json, "Bearer " + admin);
    }

    private HttpResponse<String> revoke(String json, String authorization) {
        return new TestBrowser(server)
                .postJson("/oauth2/global-token-revocation", json, "Authorization", authorization, "Accept", "*/*");
    }

    private final class InTheMidst implements StatementRecorder.Watcher {

        @Override
        public void before(String sql) {
            if (sql.contains("from logout_notification where sid")) {
                afterTheCommit.getAndSet(() -> {}).run();
            }
        }

        @Override
        public void after(String sql) {
            if (sql.contains("from oauth2_token t")) {
                meanwhile.getAndSet(() -> {}).run();
            }
            if (sql.contains("into logout_notification")) {
                beforeTheCommit.getAndSet(() -> {}).run();
            }
        }
    }
}
