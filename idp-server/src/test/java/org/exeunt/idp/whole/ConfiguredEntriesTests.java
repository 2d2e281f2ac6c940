package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * Each start makes the database agree with the configured clients and accounts: what left the configuration is dead, what did not change
 * costs nothing, and an older configuration changes nothing (faults A6, D7, D21).
 */
@OnEachDatabase
@ExtendWith(OutputCaptureExtension.class)
class ConfiguredEntriesTests {

    private static final String SECRET = TestClient.KIOSK.secret();
    private static final String[] KIOSK = {
        "--exeunt.clients.kiosk.secret=" + SECRET, "--exeunt.clients.kiosk.redirect-uris=http://localhost:8090/callback"
    };
    private static final String[] CAROL = {
        "--exeunt.accounts.carol.password=carol-demo-password", "--exeunt.accounts.carol.name=Carol"
    };

    private final TestBackChannel app = new TestBackChannel();
    private final String database;

    ConfiguredEntriesTests(TestDatabase database) {
        this.database = database.freshUrl();
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    @DisplayName(
            "A client that left the configuration is unknown, its tokens are dead, its app is told, the session goes on")
    void a_removed_client(CapturedOutput output) {
        String[] withApp = plus(KIOSK, "--exeunt.clients.kiosk.back-channel-logout-uri=" + app.uri("/"));
        TestBrowser alice;
        Tokens tokens;
        try (var server = start(withApp)) {
            alice = TestBrowser.signedIn(server, "alice");
            tokens = TestClient.KIOSK.tokens(server, alice);
            assertThat(TestClient.userinfo(server, tokens.access())).isEqualTo(200);
        }

        try (var server = start("--exeunt.notifications.poll-interval=20ms")) {
            server.clock().setAheadBy(Duration.ofMinutes(1));
            assertThat(TestClient.userinfo(server, tokens.access())).isEqualTo(401);
            assertThat(TestClient.KIOSK.refresh(server, tokens.refresh()).statusCode())
                    .isEqualTo(401);
            assertThat(alice.copyFor(server).isSignedIn()).isTrue();
            assertThat(app.received().claims()).containsEntry("aud", "kiosk").containsKey("sid");
            await().untilAsserted(() ->
                    assertThat(server.column("logout_notification", "state")).containsExactly("acknowledged"));
            assertThat(server.column("audit_event where actor = 'configuration'", "way || ' ' || apps"))
                    .containsExactly("client_removed kiosk");
        }
        assertThat(output).contains("client disabled, it is not configured any more: client=kiosk");

        try (var server = start(withApp)) {
            // What ended stays ended.
            assertThat(TestClient.userinfo(server, tokens.access())).isEqualTo(401);
            assertThat(TestClient.KIOSK.refresh(server, tokens.refresh()).statusCode())
                    .isEqualTo(400);
        }
        assertThat(output).contains("client enabled, it is configured again: client=kiosk");
    }

    @Test
    @DisplayName(
            "An account that left the configuration is disabled, and everything of it ends; it is enabled when it is back")
    void a_removed_account(CapturedOutput output) {
        String[] told = {"--exeunt.clients.shop.back-channel-logout-uri=" + app.uri("/")};
        TestBrowser carol;
        Tokens tokens;
        Tokens offline;
        try (var server = start(plus(CAROL, told))) {
            carol = TestBrowser.signedIn(server, "carol");
            tokens = TestClient.SHOP.tokens(server, carol);
            offline = TestClient.MOBILE.tokens(server, carol, "openid offline_access");
        }

        try (var server = start(plus(told, "--exeunt.notifications.poll-interval=20ms"))) {
            server.clock().setAheadBy(Duration.ofMinutes(1));
            assertThat(carol.copyFor(server).isSignedIn()).isFalse();
            assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
            assertThat(TestClient.isAccepted(server, offline.access())).isFalse();
            assertThat(app.received().claims()).containsEntry("sid", tokens.sid());
            assertThat(canSignIn(server, "carol")).isFalse();
            assertThat(server.column("sso_session where subject is not null", "end_reason"))
                    .containsExactly("account_disabled");
        }
        assertThat(output).containsPattern("account disabled, it is not configured any more: username=carol subject=");

        try (var server = start(CAROL)) {
            assertThat(canSignIn(server, "carol")).isTrue();
            assertThat(TestClient.isAccepted(server, offline.access())).isFalse();
        }
    }

    @Test
    @DisplayName(
            "An account that an administrator disabled stays disabled when it leaves the configuration and comes back")
    void a_disabled_account_is_not_enabled_by_the_configuration() {
        try (var server = start(CAROL)) {
            server.jdbc()
                    .sql("update account set disabled_at = current_timestamp where username = 'carol'")
                    .update();
        }
        start().close();

        try (var server = start(CAROL)) {
            assertThat(canSignIn(server, "carol")).isFalse();
        }
    }

    @Test
    @DisplayName("Another configured password ends everything of the account, as on the password page")
    void another_password() {
        TestBrowser carol;
        Tokens offline;
        try (var server = start(CAROL)) {
            carol = TestBrowser.signedIn(server, "carol");
            offline = TestClient.MOBILE.tokens(server, carol, "openid offline_access");
        }

        try (var server = start(plus(CAROL, "--exeunt.accounts.carol.password=another-password"))) {
            assertThat(carol.copyFor(server).isSignedIn()).isFalse();
            assertThat(TestClient.isAccepted(server, offline.access())).isFalse();
            assertThat(canSignIn(server, "carol")).isFalse();
            assertThat(server.column("sso_session", "end_reason")).containsExactly("password_change");
        }
    }

    @Test
    @DisplayName("The same configuration again: nothing is written, no password is verified, nobody is signed out")
    void nothing_changes() {
        String encoded = "{bcrypt}" + new BCryptPasswordEncoder(4).encode("dora-demo-password");
        String[] settings = plus(CAROL, "--exeunt.accounts.dora.password=" + encoded);
        TestBrowser carol;
        try (var server = start(settings)) {
            carol = TestBrowser.signedIn(server, "carol");
            assertThat(canSignIn(server, "dora")).isTrue();
        }
        List<String> written = new ArrayList<>();
        var recorder = new StatementRecorder(_ -> sql -> {
            if (sql.matches(
                    "(?s)\\s*(insert into|update|delete from)\\s+(account|relying_party|configuration_state|sso_session).*")) {
                written.add(sql);
            }
        });

        try (var server = RunningServer.start(recorder, database, settings)) {
            assertThat(written).isEmpty();
            assertThat(carol.copyFor(server).isSignedIn()).isTrue();
        }
    }

    @Test
    @DisplayName(
            "Besides its own hash a configured password leaves only a keyed one, which tells nothing of equal passwords")
    void passwords_are_hashed_with_a_key() {
        try (var server = start(plus(CAROL, "--exeunt.accounts.dora.password=carol-demo-password"))) {
            assertThat(server.column("account where username in ('carol', 'dora')", "configured_password_mac"))
                    .hasSize(2)
                    .doesNotHaveDuplicates()
                    .allSatisfy(mac -> assertThat(mac).hasSize(43));
        }
    }

    @Test
    @DisplayName("Entries that were made otherwise are left alone")
    void entries_made_otherwise() {
        try (var server = start(plus(KIOSK, CAROL))) {
            server.jdbc()
                    .sql("update account set configured = false where username = 'carol'")
                    .update();
            server.jdbc()
                    .sql("update relying_party set configured = false where client_id = 'kiosk'")
                    .update();
        }

        try (var server = start()) {
            assertThat(canSignIn(server, "carol")).isTrue();
            TestClient.KIOSK.tokens(server, TestBrowser.signedIn(server, "alice"));
        }
    }

    @Test
    @DisplayName("A changed client is logged with the names of the settings, and never with the secret")
    void a_changed_client(CapturedOutput output) {
        start(KIOSK).close();

        start(plus(KIOSK, "--exeunt.clients.kiosk.secret=" + SECRET + "9", "--exeunt.clients.kiosk.name=Kiosk"))
                .close();

        assertThat(output)
                .contains("client changed: client=kiosk settings=[name, secret]")
                .doesNotContain(SECRET);
    }

    @Test
    @DisplayName(
            "A start with a lower number, or with none, changes and disables nothing; one with the same number and other content is refused")
    void an_older_configuration(CapturedOutput output) {
        start(plus(KIOSK, "--exeunt.configuration-version=7")).close();

        for (String[] older : new String[][] {{"--exeunt.configuration-version=6"}, {}}) {
            try (var server = start(plus(
                    older,
                    "--exeunt.clients.other.secret=" + SECRET,
                    "--exeunt.clients.other.grant-types=client_credentials"))) {
                TestClient.KIOSK.tokens(server, TestBrowser.signedIn(server, "alice"));
                assertThat(server.column("relying_party", "client_id")).doesNotContain("other");
            }
        }
        assertThat(output)
                .contains(
                        "configuration ignored, the database has a newer one:",
                        "exeunt.configuration-version=6 stored=7");

        assertThatThrownBy(() -> start("--exeunt.configuration-version=7"))
                .hasStackTraceContaining("exeunt.configuration-version: is 7");
        assertThatThrownBy(() -> start(
                        plus(KIOSK, "--exeunt.configuration-version=7", "--exeunt.accounts.alice.password=another")))
                .hasStackTraceContaining("exeunt.configuration-version: is 7");
        try (var server = start(plus(KIOSK, "--exeunt.configuration-version=7"))) {
            TestClient.KIOSK.tokens(server, TestBrowser.signedIn(server, "alice"));
        }
        try (var server = start("--exeunt.configuration-version=8")) {
            assertThat(server.column("relying_party where removed_at is not null", "client_id"))
                    .containsExactly("kiosk");
        }
    }

    private RunningServer start(String... settings) {
        return RunningServer.start(database, settings);
    }

    private static String[] plus(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static boolean canSignIn(RunningServer server, String username) {
        var browser = new TestBrowser(server);
        var answer = browser.post("/login", browser.signInForm(username));
        return answer.statusCode() == 302 && !TestBrowser.location(answer).startsWith("/login");
    }
}
