package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** A user signs in in a browser with another user's session: that session ends if the sign-in is admitted, and only then. */
// Found as fault A15.
@TestInstance(Lifecycle.PER_CLASS)
@OnEachDatabase
class UserSwitchTests {

    private static final Runnable NOTHING = UserSwitchTests::changeNothing;

    @Parameter
    private TestDatabase database;

    private final AtomicReference<Runnable> beforeAdmission = new AtomicReference<>(NOTHING);

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(new StatementRecorder(_ -> this::watch), database.freshUrl());
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    private static void changeNothing() {}

    /** Runs the change once, before the statement that admits the sign-in locks the account. */
    private void watch(String sql) {
        if (sql.contains("disabled_at is null") && sql.contains("for update")) {
            // On a thread of its own, since this one is within the transaction of the sign-in.
            CompletableFuture.runAsync(beforeAdmission.getAndSet(NOTHING)).join();
        }
    }

    @Test
    @DisplayName("A sign-in that is refused ends nothing: a wrong password, too many of them, a disabled account")
    void a_refused_sign_in_ends_nothing() {
        var browser = TestBrowser.signedIn(server, "alice");
        Tokens alices = TestClient.SHOP.tokens(server, browser);

        HttpResponse<String> wrong = null;
        for (int attempt = 0; attempt < 11; attempt++) {
            Map<String, String> form = browser.signInForm("bob");
            form.put("password", "wrong");
            wrong = browser.post("/login", form);
            assertStillAlices(browser, alices);
        }
        assertThat(wrong).isNotNull();
        assertThat(wrong.statusCode()).as("throttled").isEqualTo(429);

        server.jdbc().sql("delete from sign_in_attempt").update();
        disable("bob");
        HttpResponse<String> disabled = browser.post("/login", browser.signInForm("bob"));
        enable("bob");
        assertThat(disabled.body()).contains("disabled");
        assertStillAlices(browser, alices);
    }

    @Test
    @DisplayName(
            "A sign-in whose account is disabled after the password check, before the session begins, ends nothing")
    void a_sign_in_that_is_not_admitted_ends_nothing() {
        var browser = TestBrowser.signedIn(server, "alice");
        Tokens alices = TestClient.SHOP.tokens(server, browser);
        Map<String, String> form = browser.signInForm("bob");
        int before = liveSessions("bob");

        beforeAdmission.set(() -> disable("bob"));
        HttpResponse<String> answer = browser.post("/login", form);
        enable("bob");

        assertThat(beforeAdmission.get()).as("the change was made").isSameAs(NOTHING);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(liveSessions("bob")).isEqualTo(before);
        assertStillAlices(browser, alices);
    }

    @Test
    @DisplayName("An admitted sign-in ends the other user's session and begins its own in one transaction")
    void an_admitted_sign_in_ends_the_former_session() {
        var browser = TestBrowser.signedIn(server, "alice");
        Tokens alices = TestClient.SHOP.tokens(server, browser);

        browser.signIn("bob");

        assertThat(TestClient.isAccepted(server, alices.access())).isFalse();
        assertThat(browser.get("/").body()).contains("Bob Brown").doesNotContain("Alice Adams");
        assertThat(server.jdbc()
                        .sql("select end_reason from sso_session where sid = :sid")
                        .param("sid", alices.sid())
                        .query(String.class)
                        .single())
                .isEqualTo("signed_in_as_another");
    }

    private void assertStillAlices(TestBrowser browser, Tokens alices) {
        assertThat(TestClient.isAccepted(server, alices.access())).isTrue();
        assertThat(browser.get("/").body()).contains("Alice Adams");
    }

    private void disable(String username) {
        server.jdbc()
                .sql("update account set disabled_at = current_timestamp, epoch = epoch + 1 where username = :username")
                .param("username", username)
                .update();
    }

    private void enable(String username) {
        server.jdbc()
                .sql("update account set disabled_at = null where username = :username")
                .param("username", username)
                .update();
    }

    private int liveSessions(String username) {
        return server.jdbc()
                .sql("""
                        select count(*) from sso_session s join account a on a.subject = s.subject
                        where a.username = :username and s.ended_at is null
                        """)
                .param("username", username)
                .query(Integer.class)
                .single();
    }
}
