package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.exeunt.idp.notification.LogoutNotification;
import org.exeunt.idp.notification.LogoutNotifications;
import org.exeunt.idp.notification.NotificationState;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Telling relying parties whose certificates no platform knows. */
class BackChannelOverTlsTests {

    private static final TestAuthority AUTHORITY = new TestAuthority();

    @Test
    @DisplayName("an authority of our own is trusted when configuration says so, and its apps are told by https")
    void an_authority_of_our_own_can_be_trusted() {
        try (var app = new TestBackChannel(Optional.of(AUTHORITY.identity("ip:127.0.0.1")));
                var server = start(app, trusting(AUTHORITY))) {
            Tokens tokens = signInAndOut(server);

            assertThat(app.received().claims()).containsEntry("sid", tokens.sid());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> notification(server, tokens).state() == NotificationState.ACKNOWLEDGED);
        }
    }

    @Test
    @DisplayName("without that it is not told, the operator sees why, and the person is signed out all the same")
    void an_unknown_authority_is_not_trusted() {
        try (var app = new TestBackChannel(Optional.of(AUTHORITY.identity("ip:127.0.0.1")));
                var server = start(app, List.of())) {
            assertThatItIsNotTold(server, app, "TLS failed: no trusted authority has signed the certificate");
        }
    }

    @Test
    @DisplayName("nor is who shows the certificate of another host, whoever signed it")
    void a_certificate_is_for_its_host_only() {
        try (var app = new TestBackChannel(Optional.of(AUTHORITY.identity("dns:other.example")));
                var server = start(app, trusting(AUTHORITY))) {
            assertThatItIsNotTold(server, app, "TLS failed: the certificate is for another host name");
        }
    }

    @Test
    @DisplayName("a bundle that cannot be used is said at the start, not when somebody signs out")
    void a_bundle_that_cannot_be_used() {
        try (var app = new TestBackChannel()) {
            List<String> settings = new ArrayList<>(trusting(AUTHORITY));
            settings.add("--spring.ssl.bundle.pem.apps.protocol=no-such-protocol");

            assertThatThrownBy(() -> start(app, settings)).hasStackTraceContaining("no-such-protocol");
        }
    }

    private static void assertThatItIsNotTold(RunningServer server, TestBackChannel app, String why) {
        Tokens tokens = signInAndOut(server);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> notification(server, tokens).lastError().isPresent());
        assertThat(notification(server, tokens).lastError().orElse("")).isEqualTo(why);
        assertThat(notification(server, tokens).state()).isEqualTo(NotificationState.PENDING);
        assertThat(app.waiting()).isZero();
        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
    }

    private static List<String> trusting(TestAuthority authority) {
        return List.of(
                "--spring.ssl.bundle.pem.apps.truststore.certificate=file:" + authority.certificate(),
                "--exeunt.notifications.ssl-bundle=apps");
    }

    private static RunningServer start(TestBackChannel app, List<String> more) {
        List<String> settings = new ArrayList<>(more);
        settings.add("--exeunt.clients.shop.back-channel-logout-uri=" + app.uri("/logout"));
        return RunningServer.start(TestDatabase.H2.freshUrl(), settings.toArray(String[]::new));
    }

    private static Tokens signInAndOut(RunningServer server) {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        alice.get("/logout?client_id=shop");
        return tokens;
    }

    private static LogoutNotification notification(RunningServer server, Tokens tokens) {
        return server.bean(LogoutNotifications.class).of(new Sid(tokens.sid())).getFirst();
    }
}
