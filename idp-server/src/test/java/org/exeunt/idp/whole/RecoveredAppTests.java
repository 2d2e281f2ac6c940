package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Locale;
import org.exeunt.idp.notification.LogoutNotification;
import org.exeunt.idp.notification.LogoutNotifications;
import org.exeunt.idp.notification.NotificationState;
import org.exeunt.idp.session.Sid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An app that failed for a while and acknowledges again gets what it missed (fault D4). */
@OnEachDatabase
class RecoveredAppTests {

    /** Far more than the attempts that one app gets at once. */
    private static final int MISSED = 150;

    private static final int HASTENED_AT_MOST = 5;

    private final TestBackChannel shop = new TestBackChannel();
    private final TestBackChannel news = new TestBackChannel();
    private final RunningServer server;

    RecoveredAppTests(TestDatabase database) {
        server = RunningServer.start(
                database.freshUrl(),
                "--exeunt.clients.shop.back-channel-logout-uri=" + shop.uri("/"),
                "--exeunt.clients.news.back-channel-logout-uri=" + news.uri("/"),
                "--exeunt.notifications.poll-interval=500ms");
    }

    @AfterEach
    void stop() {
        server.close();
        shop.close();
        news.close();
    }

    @Test
    @DisplayName(
            "The first acknowledgement after failures: all other notifications of the app are delivered within 5 s")
    void an_acknowledgement_hastens_what_failed_before() {
        shop.behave(TestBackChannel.answering(503));
        news.behave(TestBackChannel.answering(503));
        Sid first = logOut(TestClient.SHOP);
        Sid ofAnotherApp = logOut(TestClient.NEWS);
        awaitFailed(first, 1);
        awaitFailed(ofAnotherApp, 1);
        // The app was down all night: its notifications wait for hours.
        server.jdbc()
                .sql("update logout_notification set attempts = 6, due_at = due_at + interval '2' hour")
                .update();
        for (int missed = 1; missed < MISSED; missed++) {
            server.jdbc()
                    .sql("""
                            insert into logout_notification
                                (sid, client_id, subject, state, attempts, owed_at, due_at, last_error, waits_for_retry)
                            select :copy, client_id, subject, state, attempts, owed_at, due_at, last_error, waits_for_retry
                            from logout_notification where sid = :sid
                            """)
                    .param("copy", "missed-" + missed)
                    .param("sid", first.value())
                    .update();
        }

        shop.behave(TestBackChannel.answering(200));
        Sid healthyAgain = logOut(TestClient.SHOP);
        await().until(() -> state(healthyAgain) == NotificationState.ACKNOWLEDGED);

        await().pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(acknowledged("shop")).isEqualTo(MISSED + 1));
        assertThat(notification(ofAnotherApp).dueAt().orElseThrow())
                .isAfter(server.clock().instant().plus(Duration.ofHours(1)));
    }

    @Test
    @DisplayName("One notification that always fails does not follow the pace of those that succeed")
    void a_failing_notification_is_hastened_a_few_times_only() {
        shop.behave(TestBackChannel.answering(503));
        Sid poisonous = logOut(TestClient.SHOP);
        awaitFailed(poisonous, 1);
        for (int hastened = 0; hastened <= HASTENED_AT_MOST; hastened++) {
            int attempts = hastened + 1;
            awaitFailed(poisonous, attempts);
            server.jdbc()
                    .sql("update logout_notification set due_at = due_at + interval '2' hour where sid = :sid")
                    .param("sid", poisonous.value())
                    .update();
            shop.behaveOnce(TestBackChannel.answering(200));
            Sid healthy = logOut(TestClient.SHOP);
            await().until(() -> state(healthy) == NotificationState.ACKNOWLEDGED);
        }

        LogoutNotification waiting = notification(poisonous);
        assertThat(waiting.attempts()).isEqualTo(HASTENED_AT_MOST + 1);
        assertThat(waiting.dueAt().orElseThrow())
                .isAfter(server.clock().instant().plus(Duration.ofHours(1)));
    }

    private Sid logOut(TestClient client) {
        var alice = TestBrowser.signedIn(server, "alice");
        var sid = new Sid(client.tokens(server, alice).sid());
        alice.get("/logout?client_id=" + client.name().toLowerCase(Locale.ROOT));
        return sid;
    }

    private LogoutNotification notification(Sid sid) {
        return server.bean(LogoutNotifications.class).of(sid).getFirst();
    }

    private NotificationState state(Sid sid) {
        return notification(sid).state();
    }

    private void awaitFailed(Sid sid, int attempts) {
        await().until(() -> server.jdbc()
                        .sql(
                                "select count(*) from logout_notification where sid = :sid and waits_for_retry and attempts = :attempts")
                        .param("sid", sid.value())
                        .param("attempts", attempts)
                        .query(Integer.class)
                        .single()
                == 1);
    }

    private int acknowledged(String client) {
        return server.jdbc()
                .sql("select count(*) from logout_notification where client_id = :client and state = 'acknowledged'")
                .param("client", client)
                .query(Integer.class)
                .single();
    }
}
