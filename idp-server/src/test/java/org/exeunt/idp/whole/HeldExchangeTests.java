package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/**
 * A sign-out everywhere that begins while a transaction holds the lock of a session, and stores something under it that would
 * outlive the session. The sign-out waits, and what was committed meanwhile ends with the rest (invariant 3).
 */
@TestInstance(Lifecycle.PER_CLASS)
@OnEachDatabase
class HeldExchangeTests {

    @Parameter
    private TestDatabase database;

    private RunningServer server;
    private volatile @Nullable Hold hold;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(new StatementRecorder(_ -> this::before), database.freshUrl());
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    /** Counts the connections that wait for a lock. */
    private String waiting() {
        return switch (database) {
            case H2 -> "select count(*) from information_schema.sessions where blocker_id is not null";
            case POSTGRESQL ->
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        };
    }

    private void before(String sql) {
        Hold held = hold;
        if (held != null && sql.strip().startsWith(held.statement())) {
            hold = null;
            held.reached().countDown();
            try {
                assertThat(held.released().await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private record Hold(String statement, CountDownLatch reached, CountDownLatch released) {}

    /** Signs out everywhere while the request is held before this statement, and returns the answer to the request. */
    private HttpResponse<String> everywhereDuring(
            TestBrowser browser, String statement, Callable<HttpResponse<String>> request) throws Exception {
        var held = new Hold(statement, new CountDownLatch(1), new CountDownLatch(1));
        hold = held;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = threads.submit(request);
            assertThat(held.reached().await(1, TimeUnit.MINUTES)).isTrue();
            var everywhere = threads.submit(() -> browser.send("DELETE", "/api/auth/sessions"));
            await().until(() ->
                    server.jdbc().sql(waiting()).query(Integer.class).single() > 0);
            held.released().countDown();

            assertThat(everywhere.get().statusCode()).isLessThan(300);
            return answer.get();
        } finally {
            held.released().countDown();
        }
    }

    @Test
    @DisplayName("Invariant 3: everywhere, while a code exchange with offline_access holds the session's lock")
    void tokens_of_an_exchange_that_held_the_lock_are_dead() throws Exception {
        var alice = TestBrowser.signedIn(server, "alice");
        String code = TestClient.MOBILE.code(alice, "openid offline_access");

        var answer = everywhereDuring(alice, "insert into oauth2_token", () -> TestClient.MOBILE.redeem(server, code));

        Tokens tokens = Tokens.of(answer);
        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
        assertThat(TestClient.MOBILE.refresh(server, tokens.refresh()).statusCode())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("Invariant 3: everywhere, while an authorization request for offline_access holds the session's lock")
    void a_code_of_a_request_that_held_the_lock_is_dead() throws Exception {
        var alice = TestBrowser.signedIn(server, "alice");
        var tab = alice.copyFor(server);

        var answer = everywhereDuring(
                alice,
                "insert into oauth2_authorization",
                () -> tab.get(TestClient.MOBILE.authorizationUrl("openid offline_access")));

        assertThat(TestClient.MOBILE.redeem(server, TestClient.code(answer)).statusCode())
                .isEqualTo(400);
        assertThat(server.jdbc()
                        .sql("select count(*) from oauth2_authorization where offline = true and ended_at is null")
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
