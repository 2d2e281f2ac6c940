package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.exeunt.idp.notification.LogoutNotifications;
import org.exeunt.idp.notification.NotificationState;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The loop that tells apps again (fault A1). */
class NotificationLoopTests {

    private static final int ERRORS = 3;

    @Test
    @DisplayName("The loop that looks for due notifications goes on after an Error")
    void the_loop_survives_errors() {
        var errorsLeft = new AtomicInteger();
        var failing = new StatementRecorder(_ -> sql -> {
            boolean looksForDueOnes = sql.contains("from logout_notification where due_at <=");
            if (looksForDueOnes && errorsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new NoClassDefFoundError("of this test");
            }
        });
        try (var app = new TestBackChannel();
                var server = RunningServer.start(
                        failing,
                        TestDatabase.H2.freshUrl(),
                        "--exeunt.clients.shop.back-channel-logout-uri=" + app.uri("/"),
                        "--exeunt.notifications.poll-interval=20ms")) {
            app.behaveOnce(TestBackChannel.answering(500));
            var alice = TestBrowser.signedIn(server, "alice");
            Tokens tokens = TestClient.SHOP.tokens(server, alice);
            var sid = Sid.parse(tokens.sid()).orElseThrow();
            var notifications = server.bean(LogoutNotifications.class);
            alice.get("/logout?client_id=shop");
            await().until(() -> notifications.of(sid).getFirst().lastError().isPresent());

            errorsLeft.set(ERRORS);
            await().until(() -> errorsLeft.get() == 0);
            server.clock().setAheadBy(Duration.ofHours(1));

            await().untilAsserted(() ->
                    assertThat(notifications.of(sid).getFirst().state()).isEqualTo(NotificationState.ACKNOWLEDGED));
        }
    }
}
