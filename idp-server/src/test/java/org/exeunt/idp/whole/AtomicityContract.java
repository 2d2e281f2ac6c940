package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A logout that breaks between two statements leaves nothing half done. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class AtomicityContract {

    private final TestDatabase database;
    private RunningServer server;

    @SuppressWarnings("NullAway.Init")
    AtomicityContract(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    void start() {
        server = RunningServer.start(database.freshUrl());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Takes away a table that one of the statements needs: those before it have run, it fails. */
    @ParameterizedTest
    @ValueSource(strings = {"spring_session", "oauth2_authorization", "session_participant"})
    @DisplayName("Invariant 2, RAC, REV-18, CVE-46, CVE-51: all of a logout or nothing of it")
    void a_logout_that_breaks_in_the_middle_did_not_happen(String table) {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        var logout = server.bean(LogoutService.class);
        var request = new LogoutRequest.TakenOver(new Sid(tokens.sid()));

        rename(table, "hidden_" + table);
        Throwable broken = catchThrowable(() -> logout.logout(request));
        rename("hidden_" + table, table);

        assertThat(broken).isNotNull();
        assertThat(alice.isSignedIn()).isTrue();
        assertThat(TestClient.userinfo(server, tokens.access())).isEqualTo(200);
        assertThat(alice.get("/logout?client_id=shop").statusCode()).isEqualTo(200);
        assertThat(alice.isSignedIn()).isFalse();
        assertThat(TestClient.userinfo(server, tokens.access())).isEqualTo(401);
    }

    private void rename(String from, String to) {
        server.jdbc().sql("alter table " + from + " rename to " + to).update();
    }
}
