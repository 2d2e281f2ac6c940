package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.audit.AuditTrail;
import org.exeunt.idp.audit.LogoutScope;
import org.exeunt.idp.audit.RequestedBy;
import org.exeunt.idp.database.Changed;
import org.exeunt.idp.database.GuardedWriter;
import org.exeunt.idp.database.SqlWrite;
import org.exeunt.idp.notification.LogoutNotifications;
import org.exeunt.idp.session.BrowserSessions;
import org.exeunt.idp.session.EndReason;
import org.exeunt.idp.session.SessionsToEnd;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessions;
import org.exeunt.idp.token.AuthorizationId;
import org.exeunt.idp.token.Authorizations;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

/** How the owners of the tables word the end of sessions and authorizations, without the policy and the ways in. */
@OnEachDatabase
class SessionsEndingTests {

    private static final RequestedBy ASKED = new RequestedBy("person", "devices", LogoutScope.SSO, Optional.empty());

    private final RunningServer server;
    private final SsoSessions sessions;
    private final Authorizations authorizations;
    private final GuardedWriter writer;

    SessionsEndingTests(TestDatabase database) {
        server = RunningServer.forRaces(database, TestBackChannel.OF_RACES);
        sessions = server.bean(SsoSessions.class);
        authorizations = server.bean(Authorizations.class);
        writer = server.bean(GuardedWriter.class);
    }

    private SsoSession session(TestClient... clients) {
        var browser = TestBrowser.signedIn(server, "alice");
        String sid = TestClient.SHOP.tokens(server, browser).sid();
        for (TestClient client : clients) {
            client.tokens(server, browser);
        }
        return read(new Sid(sid));
    }

    private SsoSession read(Sid sid) {
        return sessions.findLive(sid).orElseThrow();
    }

    private static SessionsToEnd ending(SsoSession... read) {
        return new SessionsToEnd(
                EndReason.ADMIN_LOGOUT,
                List.of(read).stream().collect(Collectors.toMap(SsoSession::sid, SsoSession::participants)));
    }

    private SqlWrite owing(SessionsToEnd ending) {
        return server.bean(LogoutNotifications.class).owing(ending.clients()).orElseThrow();
    }

    private Changed end(SessionsToEnd ending, SqlWrite... more) {
        List<SqlWrite> effects = new ArrayList<>(List.of(more));
        effects.add(server.bean(BrowserSessions.class).deletion());
        effects.add(server.bean(AuditTrail.class).ended(ASKED));
        return writer.execute(sessions.ending(ending), effects);
    }

    private <T> T inATransaction(Supplier<T> work) {
        return Objects.requireNonNull(server.bean(TransactionOperations.class).execute(_ -> work.get()));
    }

    private List<@Nullable String> apps(SsoSession session) {
        return server.jdbc()
                .sql("select apps from audit_event where sid = :sid and outcome = 'session_ended'")
                .param("sid", session.sid().value())
                .query(String.class)
                .list();
    }

    private long rows(String table, String column, SsoSession session) {
        return server.jdbc()
                .sql("select count(*) from " + table + " where " + column + " = :sid")
                .param("sid", session.sid().value())
                .query(Long.class)
                .single();
    }

    @Test
    @DisplayName("Invariant 2: one session and three end with the same effects")
    void one_and_many_have_the_same_effects() {
        for (int howMany : new int[] {1, 3}) {
            List<SsoSession> read = new ArrayList<>();
            for (int number = 0; number < howMany; number++) {
                read.add(session(TestClient.NEWS));
            }
            SessionsToEnd ending = ending(read.toArray(SsoSession[]::new));
            SqlWrite owing = owing(ending);

            Changed changed = end(ending, owing);

            assertThat(changed.keys())
                    .containsExactlyInAnyOrderElementsOf(
                            read.stream().map(session -> session.sid().value()).toList());
            assertThat(changed.affected(owing)).isEqualTo(2 * howMany);
            assertThat(read).allSatisfy(session -> {
                assertThat(sessions.findLive(session.sid())).isEmpty();
                assertThat(sessions.find(session.sid())
                                .orElseThrow()
                                .end()
                                .orElseThrow()
                                .reason())
                        .isEqualTo(EndReason.ADMIN_LOGOUT);
                assertThat(apps(session)).containsExactly("shop\nnews");
                assertThat(rows("logout_notification", "sid", session)).isEqualTo(2);
                assertThat(rows("spring_session", "principal_name", session)).isZero();
            });
            assertThat(end(ending, owing).isNothing()).as("again").isTrue();
        }
    }

    @Test
    @DisplayName("Invariant 1: of several sessions one does not end that an app joined since it was read")
    void a_session_with_one_participant_more_does_not_end() {
        SsoSession joined = session();
        SsoSession unchanged = session(TestClient.NEWS);
        SessionsToEnd ending = ending(joined, unchanged);
        inATransaction(() ->
                sessions.join(joined.sid(), unchanged.participants().clients().getLast()));

        Changed changed = end(ending);

        assertThat(changed.keys()).containsExactly(unchanged.sid().value());
        assertThat(apps(joined)).isEmpty();
        assertThat(rows("spring_session", "principal_name", joined)).isOne();
        assertThat(end(ending(read(joined.sid()))).keys())
                .containsExactly(joined.sid().value());
        assertThat(apps(joined)).containsExactly("shop\nnews");
    }

    @Test
    @DisplayName("Decision 11: sessions that have not ended are locked, by reason, and locked sessions end")
    void locked_sessions_end() {
        SsoSession ended = session();
        SsoSession here = session(TestClient.NEWS);
        SsoSession there = session();
        end(ending(ended));

        inATransaction(() -> {
            List<SessionsToEnd> locked = sessions.lock(Map.of(
                    ended.sid(), EndReason.USER_LOGOUT,
                    here.sid(), EndReason.USER_LOGOUT,
                    there.sid(), EndReason.SIGNED_OUT_ELSEWHERE));

            assertThat(locked)
                    .containsExactlyInAnyOrder(
                            SessionsToEnd.of(here.sid(), EndReason.USER_LOGOUT, here.participants()),
                            SessionsToEnd.of(there.sid(), EndReason.SIGNED_OUT_ELSEWHERE, there.participants()));
            locked.forEach(ending -> assertThat(end(ending).isNothing()).isFalse());
            return locked;
        });
        assertThat(sessions.findLive(here.sid())).isEmpty();
        assertThat(sessions.findLive(there.sid())).isEmpty();
    }

    @Test
    @DisplayName("Authorizations end once, one by itself or those that outlive their sessions together")
    void authorizations_end_once() {
        var browser = TestBrowser.signedIn(server, "bob");
        Tokens first = TestClient.MOBILE.tokens(server, browser, "openid offline_access");
        Tokens second = TestClient.MOBILE.tokens(server, browser, "openid offline_access");
        Tokens bound = TestClient.SHOP.tokens(server, browser);
        Tokens spared = TestClient.MOBILE.tokens(server, TestBrowser.signedIn(server, "bob"), "openid offline_access");
        Subject bob = read(new Sid(first.sid())).subject();
        AuthorizationId one = id(first);
        SqlWrite revoked = server.bean(AuditTrail.class).revoked(ASKED);
        assertThat(writer.execute(authorizations.ending(List.of(one)), List.of(revoked))
                        .affected(revoked))
                .isOne();

        Changed changed = inATransaction(() -> {
            List<AuthorizationId> unbound = authorizations.lockUnbound(bob, Optional.of(new Sid(spared.sid())));
            assertThat(unbound).contains(id(second)).doesNotContain(one, id(bound), id(spared));
            assertThat(unbound)
                    .isSortedAccordingTo((some, other) -> some.value().compareTo(other.value()));
            return writer.execute(authorizations.ending(unbound), List.of());
        });

        assertThat(changed.keys()).contains(id(second).value());
        assertThat(TestClient.isAccepted(server, second.access())).isFalse();
        assertThat(TestClient.isAccepted(server, bound.access())).isTrue();
        assertThat(TestClient.isAccepted(server, spared.access())).isTrue();
        assertThat(writer.execute(authorizations.ending(List.of(one, id(second))), List.of(revoked)))
                .matches(Changed::isNothing, "ended before");
    }

    private AuthorizationId id(Tokens tokens) {
        return authorizations.find(tokens.access()).orElseThrow().authorization();
    }
}
