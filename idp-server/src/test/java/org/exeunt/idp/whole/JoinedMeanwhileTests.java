package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.logout.LogoutOutcome;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessions;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A logout that read its session before something happened to it. */
@OnEachDatabase
class JoinedMeanwhileTests {

    private final RunningServer server;

    JoinedMeanwhileTests(TestDatabase database) {
        server = RunningServer.shared(database);
    }

    private SsoSession read(Tokens tokens) {
        return server.bean(SsoSessions.class).findLive(new Sid(tokens.sid())).orElseThrow();
    }

    private LogoutOutcome logout(SsoSession seen) {
        return server.bean(LogoutService.class)
                .logout(new LogoutRequest.SdkLogout(Optional.of(seen), "shop", Origin.of(TestClient.SHOP.origin())));
    }

    @Test
    @DisplayName(
            "An app that joined after the logout had read who takes part is told, shown and written down with the others")
    void an_app_that_joined_meanwhile_is_not_forgotten() {
        var alice = TestBrowser.signedIn(server, "alice");
        SsoSession seen = read(TestClient.SHOP.tokens(server, alice));
        Tokens news = TestClient.NEWS.tokens(server, alice);

        LogoutOutcome outcome = logout(seen);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        LogoutOutcome.Ended.class,
                        ended -> assertThat(ended.participants())
                                .containsExactly(new ClientId("shop"), new ClientId("news")));
        assertThat(server.jdbc()
                        .sql("select apps from audit_event where sid = :sid and outcome = 'session_ended'")
                        .param("sid", news.sid())
                        .query(String.class)
                        .list())
                .containsExactly("shop\nnews");
        assertThat(TestClient.isAccepted(server, news.access())).isFalse();
    }

    @Test
    @DisplayName(
            "Invariant 1: a logout that comes too late changes nothing, and nothing of the session that came after")
    void too_late_it_changes_nothing() {
        var alice = TestBrowser.signedIn(server, "alice");
        SsoSession seen = read(TestClient.SHOP.tokens(server, alice));
        assertThat(logout(seen)).isInstanceOf(LogoutOutcome.Ended.class);
        Tokens after = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "alice"));

        assertThat(logout(seen)).isInstanceOf(LogoutOutcome.NothingEnded.class);

        assertThat(server.jdbc()
                        .sql("select count(*) from audit_event where sid = :sid and outcome = 'session_ended'")
                        .param("sid", seen.sid().value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(TestClient.isAccepted(server, after.access())).isTrue();
    }
}
