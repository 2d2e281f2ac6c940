package org.exeunt.idp.logout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.account.ConfiguredPassword;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.authorization.IdTokenHint;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.ReceiptPolicy;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.logout.Confirmations.Confirmation;
import org.exeunt.idp.logout.LogoutDecision.Ask;
import org.exeunt.idp.logout.LogoutDecision.End;
import org.exeunt.idp.logout.LogoutDecision.EndApp;
import org.exeunt.idp.logout.LogoutDecision.EndOfflineAccess;
import org.exeunt.idp.logout.LogoutDecision.EndSeveral;
import org.exeunt.idp.logout.LogoutDecision.EndWithOfflineAccess;
import org.exeunt.idp.logout.LogoutDecision.LivesElsewhere;
import org.exeunt.idp.logout.LogoutDecision.NothingToEnd;
import org.exeunt.idp.logout.LogoutDecision.NothingToRevoke;
import org.exeunt.idp.logout.LogoutDecision.Refuse;
import org.exeunt.idp.logout.LogoutDecision.Revoke;
import org.exeunt.idp.logout.LogoutDecision.StaySignedIn;
import org.exeunt.idp.logout.LogoutFacts.OfRedirect;
import org.exeunt.idp.logout.LogoutRequest.AccountRemoval;
import org.exeunt.idp.logout.LogoutRequest.BearerLogout;
import org.exeunt.idp.logout.LogoutRequest.ClientRemoval;
import org.exeunt.idp.logout.LogoutRequest.ConfiguredPasswordChange;
import org.exeunt.idp.logout.LogoutRequest.Confirmed;
import org.exeunt.idp.logout.LogoutRequest.ConfirmedWithOfflineAccess;
import org.exeunt.idp.logout.LogoutRequest.OfflineAccessEnd;
import org.exeunt.idp.logout.LogoutRequest.PlatformRedirect;
import org.exeunt.idp.logout.LogoutRequest.RpInitiated;
import org.exeunt.idp.logout.LogoutRequest.ScriptTagLogout;
import org.exeunt.idp.logout.LogoutRequest.SdkLogout;
import org.exeunt.idp.logout.LogoutRequest.SessionExpiry;
import org.exeunt.idp.logout.LogoutRequest.SignOutEverywhere;
import org.exeunt.idp.logout.LogoutRequest.SignOutHere;
import org.exeunt.idp.logout.LogoutRequest.SignOutOfApp;
import org.exeunt.idp.logout.LogoutRequest.SignOutOne;
import org.exeunt.idp.logout.LogoutRequest.SignOutOthers;
import org.exeunt.idp.logout.LogoutRequest.TokenRevocation;
import org.exeunt.idp.logout.LogoutRequest.UnreadableRedirect;
import org.exeunt.idp.session.EndReason;
import org.exeunt.idp.session.Participants;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessionSummary;
import org.exeunt.idp.token.AuthorizationId;
import org.exeunt.idp.token.IssuedToken;
import org.exeunt.idp.token.TokenKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The policy table of {@code docs/explanation/policy.md}, row by row. */
class LogoutPolicyTests {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Subject ALICE = new Subject("alice");
    private static final Subject BOB = new Subject("bob");
    private static final SsoSession SESSION =
            new SsoSession(new Sid("sid-of-alice"), ALICE, NOW, NOW, NOW.plusSeconds(3600), Participants.NONE);
    private static final String CALLBACK = "https://shop.example/callback";
    private static final String SIGNED_OUT = "https://shop.example/signed-out";
    private static final RelyingParty SHOP = relyingParty("shop", "https://shop.example");
    private static final RelyingParty NEWS = relyingParty("news", "https://news.example");

    @Nested
    class Platform_redirect {

        @Test
        void a_known_client_ends_the_session_without_asking() {
            var decision = platform(browser(), SIGNED_OUT, facts().named(SHOP));

            assertThat(decision).isInstanceOfSatisfying(End.class, end -> {
                assertThat(end.sid()).isEqualTo(SESSION.sid());
                assertThat(end.reason()).isEqualTo(EndReason.USER_LOGOUT);
                assertThat(end.alongside()).isEmpty();
                assertThat(uri(end.destination())).isEqualTo(SIGNED_OUT);
            });
        }

        @Test
        void both_redirect_uris_and_post_logout_redirect_uris_count_as_registered() {
            var decision = platform(browser(), CALLBACK, facts().named(SHOP));

            assertThat(uri(((End) decision).destination())).isEqualTo(CALLBACK);
        }

        @Test
        void an_unregistered_target_is_dropped_and_the_session_ends_all_the_same() {
            var decision = platform(browser(), SIGNED_OUT + "/", facts().named(SHOP));

            assertThat(((End) decision).destination()).isInstanceOf(Destination.Dropped.class);
        }

        @Test
        void a_target_of_another_client_is_dropped() {
            var decision = platform(browser(), "https://news.example/signed-out", facts().named(SHOP));

            assertThat(((End) decision).destination()).isInstanceOf(Destination.Dropped.class);
        }

        @Test
        void an_unknown_client_is_refused_and_the_person_may_still_sign_out() {
            var decision = decide(new PlatformRedirect(browser(), parameters("nobody", SIGNED_OUT)), facts());

            assertThat(decision).isEqualTo(new Refuse(LogoutProblem.UNKNOWN_CLIENT, Optional.of(SESSION)));
        }

        @Test
        void a_client_a_token_and_a_hint_that_disagree_are_refused() {
            var byToken = platform(browser(), null, facts().named(NEWS).token(token(SHOP, ALICE, true)));
            var byHint = platform(browser(), null, facts().named(NEWS).hint(hint(SHOP, ALICE, SESSION.sid())));
            var among = decide(
                    new PlatformRedirect(browser(), parameters(null, null)),
                    facts().token(token(SHOP, ALICE, true)).hint(hint(NEWS, ALICE, SESSION.sid())));

            assertThat(byToken).isEqualTo(new Refuse(LogoutProblem.CLIENTS_DISAGREE, Optional.of(SESSION)));
            assertThat(byHint).isEqualTo(new Refuse(LogoutProblem.CLIENTS_DISAGREE, Optional.of(SESSION)));
            assertThat(among).isEqualTo(new Refuse(LogoutProblem.CLIENTS_DISAGREE, Optional.of(SESSION)));
        }

        @Test
        void an_unreadable_request_is_refused_and_the_person_may_still_sign_out() {
            var request = new UnreadableRedirect(browser(), LogoutProblem.REPEATED_PARAMETER);

            var decision = LogoutPolicy.decide(request, Optional.of(SESSION));

            assertThat(decision).isEqualTo(new Refuse(LogoutProblem.REPEATED_PARAMETER, Optional.of(SESSION)));
        }

        // B12
        @Test
        void a_program_hears_that_the_session_of_its_hint_lives_on() {
            var program = new RequestContext(Optional.empty(), NavigationSource.PROGRAM, Optional.empty());
            Facts live =
                    facts().named(SHOP).hint(hint(SHOP, ALICE, SESSION.sid())).signedInElsewhere();
            Facts ended =
                    facts().named(SHOP).hint(hint(SHOP, ALICE, SESSION.sid())).signedOut();

            assertThat(platform(program, SIGNED_OUT, live))
                    .isEqualTo(new Refuse(LogoutProblem.NO_BROWSER, Optional.empty()));
            assertThat(decide(new RpInitiated(program, parameters(null, SIGNED_OUT)), live))
                    .isEqualTo(new Refuse(LogoutProblem.NO_BROWSER, Optional.empty()));
            assertThat(platform(program, SIGNED_OUT, ended)).isInstanceOf(NothingToEnd.class);
            assertThat(platform(program, SIGNED_OUT, facts().named(SHOP).signedOut()))
                    .isInstanceOf(NothingToEnd.class);
        }

        // B12
        @Test
        void a_browser_goes_on_and_is_told_that_the_session_of_the_hint_lives_elsewhere() {
            Facts live =
                    facts().named(SHOP).hint(hint(SHOP, ALICE, SESSION.sid())).signedInElsewhere();

            for (NavigationSource initiation : List.of(
                    NavigationSource.OWN_PAGE, NavigationSource.CROSS_SITE, NavigationSource.SAME_SITE_OR_UNKNOWN)) {
                var browser = new RequestContext(Optional.empty(), initiation, Optional.empty());

                assertThat(platform(browser, SIGNED_OUT, live))
                        .isInstanceOfSatisfying(
                                LivesElsewhere.class,
                                decision ->
                                        assertThat(uri(decision.destination())).isEqualTo(SIGNED_OUT));
            }
        }

        @Test
        void without_a_session_there_is_nothing_to_end_and_a_proven_target_is_used() {
            var proven = platform(browser(), SIGNED_OUT, facts().signedOut().named(SHOP));
            var dropped = platform(
                    browser(), "https://evil.example", facts().signedOut().named(SHOP));

            assertThat(uri(((NothingToEnd) proven).destination())).isEqualTo(SIGNED_OUT);
            assertThat(((NothingToEnd) dropped).destination()).isInstanceOf(Destination.Dropped.class);
        }

        @Test
        void a_live_token_of_the_person_names_the_client_and_is_revoked_too() {
            var request = new PlatformRedirect(crossSite("https://evil.example"), parameters(null, SIGNED_OUT));

            var decision = decide(request, facts().token(token(SHOP, ALICE, true)));

            assertThat(decision).isInstanceOfSatisfying(End.class, end -> {
                assertThat(end.alongside()).contains(new AuthorizationId("authorization"));
                assertThat(uri(end.destination())).isEqualTo(SIGNED_OUT);
            });
        }

        @Test
        void a_token_of_another_person_is_not_revoked_and_names_no_client() {
            var named = platform(browser(), SIGNED_OUT, facts().named(SHOP).token(token(SHOP, BOB, true)));
            var unnamed = decide(
                    new PlatformRedirect(browser(), parameters(null, SIGNED_OUT)),
                    facts().token(token(SHOP, BOB, true)));

            assertThat(((End) named).alongside()).isEmpty();
            assertThat(unnamed).isInstanceOfSatisfying(Ask.class, ask -> {
                assertThat(ask.because()).contains(LogoutProblem.MISSING_CLIENT);
                assertThat(ask.destination()).isInstanceOf(Destination.Dropped.class);
            });
        }

        @Test
        void a_dead_token_proves_no_intent_but_names_its_client_without_a_session() {
            var request = new PlatformRedirect(crossSite("https://evil.example"), parameters(null, SIGNED_OUT));

            var signedIn = decide(request, facts().token(token(SHOP, ALICE, false)));
            var signedOut = decide(request, facts().signedOut().token(token(SHOP, ALICE, false)));

            assertThat(signedIn).isInstanceOf(Ask.class);
            assertThat(uri(((NothingToEnd) signedOut).destination())).isEqualTo(SIGNED_OUT);
        }

        @Test
        void a_foreign_site_leads_to_the_question() {
            var foreign = platform(crossSite("https://evil.example"), SIGNED_OUT, facts().named(SHOP));
            var hidden = platform(crossSite(null), SIGNED_OUT, facts().named(SHOP));
            var other = platform(crossSite("https://news.example"), SIGNED_OUT, facts().named(SHOP));

            for (LogoutDecision<?> decision : List.of(foreign, hidden, other)) {
                assertThat(decision).isInstanceOfSatisfying(Ask.class, ask -> {
                    assertThat(ask.because()).contains(LogoutProblem.FOREIGN_SITE);
                    assertThat(uri(ask.destination())).isEqualTo(SIGNED_OUT);
                });
            }
        }

        @Test
        void the_clients_own_site_and_our_own_pages_are_not_foreign() {
            var clients = platform(crossSite("https://shop.example"), null, facts().named(SHOP));
            var ours = decide(
                    new PlatformRedirect(
                            new RequestContext(Optional.of(SESSION), NavigationSource.OWN_PAGE, Optional.empty()),
                            parameters(null, null)),
                    facts());

            assertThat(clients).isInstanceOf(End.class);
            assertThat(ours).isInstanceOf(End.class);
        }

        @Test
        void a_request_that_is_no_navigation_is_refused_without_confirmation() {
            var browser = new RequestContext(Optional.of(SESSION), NavigationSource.NOT_A_NAVIGATION, Optional.empty());

            var redirect = platform(browser, SIGNED_OUT, facts().named(SHOP).token(token(SHOP, ALICE, true)));
            var unreadable = LogoutPolicy.decide(
                    new UnreadableRedirect(browser, LogoutProblem.MALFORMED_PARAMETER), Optional.of(SESSION));

            assertThat(redirect).isEqualTo(new Refuse(LogoutProblem.NOT_A_NAVIGATION, Optional.empty()));
            assertThat(unreadable).isEqualTo(new Refuse(LogoutProblem.NOT_A_NAVIGATION, Optional.empty()));
        }
    }

    @Nested
    class Rp_initiated_logout {

        @Test
        void a_hint_of_this_session_ends_it_without_asking() {
            var decision = rpInitiated(SIGNED_OUT, facts().hint(hint(SHOP, ALICE, SESSION.sid())));

            assertThat(uri(((End) decision).destination())).isEqualTo(SIGNED_OUT);
        }

        @Test
        void without_a_hint_or_with_one_of_another_session_or_person_the_person_is_asked() {
            var none = rpInitiated(SIGNED_OUT, facts().named(SHOP));
            var otherSession = rpInitiated(SIGNED_OUT, facts().hint(hint(SHOP, ALICE, new Sid("another"))));
            var otherPerson = rpInitiated(SIGNED_OUT, facts().hint(hint(SHOP, BOB, new Sid("bobs"))));

            assertThat(none)
                    .isInstanceOfSatisfying(
                            Ask.class, ask -> assertThat(ask.because()).contains(LogoutProblem.NO_PROOF));
            assertThat(otherSession).isInstanceOf(Ask.class);
            assertThat(otherPerson).isInstanceOf(Ask.class);
        }

        @Test
        void without_a_hint_even_our_own_page_leads_to_the_question() {
            var browser = new RequestContext(Optional.of(SESSION), NavigationSource.OWN_PAGE, Optional.empty());

            var decision = decide(new RpInitiated(browser, parameters(null, null)), facts());

            assertThat(decision).isInstanceOf(Ask.class);
        }

        @Test
        void only_post_logout_redirect_uris_count_as_registered() {
            var decision = rpInitiated(CALLBACK, facts().hint(hint(SHOP, ALICE, SESSION.sid())));

            assertThat(((End) decision).destination()).isInstanceOf(Destination.Dropped.class);
        }

        @Test
        void without_hint_and_client_no_target_is_proven() {
            var decision = rpInitiated(SIGNED_OUT, facts().signedOut());

            assertThat(((NothingToEnd) decision).destination()).isInstanceOf(Destination.Dropped.class);
        }
    }

    @Nested
    class Confirmation_by_the_person {

        @Test
        void the_first_answer_about_this_session_ends_it() {
            var decision = answer(confirmation(SESSION.sid(), true));

            assertThat(uri(((End) decision).destination())).isEqualTo(SIGNED_OUT);
        }

        @Test
        void an_answer_about_another_session_ends_nothing() {
            var decision = answer(confirmation(new Sid("before"), true));

            assertThat(decision).isInstanceOf(NothingToEnd.class);
        }

        @Test
        void a_second_answer_and_an_unknown_one_are_refused() {
            var second = answer(confirmation(SESSION.sid(), false));
            var unknown = answer(Optional.empty());

            assertThat(second).isEqualTo(new Refuse(LogoutProblem.CONFIRMATION_UNKNOWN, Optional.of(SESSION)));
            assertThat(unknown).isEqualTo(new Refuse(LogoutProblem.CONFIRMATION_UNKNOWN, Optional.of(SESSION)));
        }

        @Test
        void a_double_click_looks_the_same() {
            var decision = LogoutPolicy.decide(
                    new Confirmed(browser(), "x"),
                    new LogoutFacts.OfAnswer(Optional.empty(), confirmation(SESSION.sid(), false), Optional.of(SHOP)));

            assertThat(uri(((NothingToEnd) decision).destination())).isEqualTo(SIGNED_OUT);
        }

        @Test
        void no_ends_nothing() {
            var decision = LogoutPolicy.decline(new LogoutFacts.OfAnswer(
                    Optional.of(SESSION), confirmation(SESSION.sid(), true), Optional.of(SHOP)));

            assertThat(decision).isInstanceOf(StaySignedIn.class);
        }

        @Test
        void an_answer_that_ends_offline_access_too_is_judged_like_any_other_yes() {
            var yes = withOfflineAccess(confirmation(SESSION.sid(), true));
            var second = withOfflineAccess(confirmation(SESSION.sid(), false));
            var another = withOfflineAccess(confirmation(new Sid("another"), true));

            assertThat(yes).isEqualTo(new EndWithOfflineAccess(ALICE, (End) answer(confirmation(SESSION.sid(), true))));
            assertThat(second).isEqualTo(answer(confirmation(SESSION.sid(), false)));
            assertThat(another).isInstanceOf(NothingToEnd.class);
        }

        private LogoutDecision<?> withOfflineAccess(Optional<Confirmation> confirmation) {
            return LogoutPolicy.decide(
                    new ConfirmedWithOfflineAccess(browser(), "x"),
                    new LogoutFacts.OfAnswer(Optional.of(SESSION), confirmation, Optional.of(SHOP)));
        }

        private LogoutDecision<?> answer(Optional<Confirmation> confirmation) {
            return LogoutPolicy.decide(
                    new Confirmed(browser(), "x"),
                    new LogoutFacts.OfAnswer(Optional.of(SESSION), confirmation, Optional.of(SHOP)));
        }

        private Optional<Confirmation> confirmation(Sid sid, boolean first) {
            return Optional.of(new Confirmation(
                    sid, Optional.of(SHOP.clientId()), Optional.of(SIGNED_OUT), Optional.empty(), NOW, first));
        }
    }

    @Nested
    class Revocation_by_an_application {

        @Test
        void the_callers_own_token_ends_its_authorization_live_or_not() {
            var live = revoke(SHOP, Optional.of(token(SHOP, ALICE, true)));
            var rotatedOut = revoke(SHOP, Optional.of(token(SHOP, ALICE, false)));

            assertThat(live).isEqualTo(new Revoke(new AuthorizationId("authorization")));
            assertThat(rotatedOut).isEqualTo(new Revoke(new AuthorizationId("authorization")));
        }

        @Test
        void an_unknown_or_foreign_token_is_left_alone() {
            assertThat(revoke(SHOP, Optional.empty())).isEqualTo(new NothingToRevoke());
            assertThat(revoke(NEWS, Optional.of(token(SHOP, ALICE, true)))).isEqualTo(new NothingToRevoke());
        }

        @Test
        void a_bearer_logout_needs_a_live_access_token() {
            var live = bearer(Optional.of(token(SHOP, ALICE, true)));
            var dead = bearer(Optional.of(token(SHOP, ALICE, false)));
            var refresh = bearer(Optional.of(token(TokenKind.REFRESH_TOKEN, SHOP, ALICE, true)));

            assertThat(live).isEqualTo(new Revoke(new AuthorizationId("authorization")));
            assertThat(dead).isEqualTo(new Refuse(LogoutProblem.INVALID_TOKEN, Optional.empty()));
            assertThat(refresh).isEqualTo(new Refuse(LogoutProblem.INVALID_TOKEN, Optional.empty()));
            assertThat(bearer(Optional.empty())).isEqualTo(new Refuse(LogoutProblem.INVALID_TOKEN, Optional.empty()));
        }

        @Test
        void an_ended_authorization_is_not_revoked_again() {
            var left = token(TokenKind.REFRESH_TOKEN, SHOP, ALICE, false);
            var ended = new IssuedToken(
                    left.authorization(),
                    left.kind(),
                    left.client(),
                    left.subject(),
                    left.sid(),
                    left.scopes(),
                    left.audience(),
                    left.issuedAt(),
                    left.expiresAt(),
                    true,
                    false);

            assertThat(revoke(SHOP, Optional.of(left))).as("used up").isInstanceOf(Revoke.class);
            assertThat(revoke(SHOP, Optional.of(ended))).isInstanceOf(NothingToRevoke.class);
        }

        private LogoutDecision<?> revoke(RelyingParty caller, Optional<IssuedToken> token) {
            return LogoutPolicy.decide(new TokenRevocation(caller.clientId(), "t"), token);
        }

        private LogoutDecision<?> bearer(Optional<IssuedToken> token) {
            return LogoutPolicy.decide(new BearerLogout("t"), token);
        }
    }

    @Nested
    class Script_on_a_page {

        @Test
        void a_registered_origin_ends_the_visible_session() {
            var decision = sdk("https://shop.example", Optional.of(SESSION), Optional.of(SHOP));

            assertThat(((End) decision).sid()).isEqualTo(SESSION.sid());
        }

        @Test
        void without_a_visible_session_there_is_nothing_to_end() {
            var decision = sdk("https://shop.example", Optional.empty(), Optional.of(SHOP));

            assertThat(decision).isInstanceOf(NothingToEnd.class);
        }

        @Test
        void a_foreign_origin_no_origin_and_an_unknown_client_are_refused() {
            var refused = new Refuse(LogoutProblem.ORIGIN_NOT_ALLOWED, Optional.empty());

            assertThat(sdk("https://evil.example", Optional.of(SESSION), Optional.of(SHOP)))
                    .isEqualTo(refused);
            assertThat(sdk(null, Optional.of(SESSION), Optional.of(SHOP))).isEqualTo(refused);
            assertThat(sdk("https://shop.example", Optional.of(SESSION), Optional.empty()))
                    .isEqualTo(refused);
        }

        @Test
        void by_a_script_tag_only_a_page_of_the_client_ends_a_session_that_the_client_takes_part_in() {
            Optional<Origin> shops = Optional.of(new Origin("https://shop.example"));
            Optional<Origin> foreign = Optional.of(new Origin("https://evil.example"));

            assertThat(tag(shops, Optional.of(SESSION), Optional.of(SHOP))).isInstanceOf(End.class);
            assertThat(tag(shops, Optional.empty(), Optional.of(SHOP))).isInstanceOf(NothingToEnd.class);
            for (Optional<Origin> page : List.of(foreign, Optional.<Origin>empty())) {
                assertThat(tag(page, Optional.of(SESSION), Optional.of(SHOP))).isInstanceOf(Refuse.class);
            }
            assertThat(tag(shops, Optional.of(SESSION), Optional.empty())).isInstanceOf(Refuse.class);
        }

        private LogoutDecision<?> tag(
                Optional<Origin> page, Optional<SsoSession> session, Optional<RelyingParty> client) {
            return LogoutPolicy.decide(
                    new ScriptTagLogout(Optional.of(SESSION), "shop", page), new LogoutFacts.OfScript(session, client));
        }

        private LogoutDecision<?> sdk(
                @Nullable String origin, Optional<SsoSession> session, Optional<RelyingParty> client) {
            return LogoutPolicy.decide(
                    new SdkLogout(
                            Optional.of(SESSION),
                            "shop",
                            Optional.ofNullable(origin).map(Origin::new)),
                    new LogoutFacts.OfScript(session, client));
        }
    }

    @Test
    void a_sign_in_of_another_user_ends_the_previous_session() {
        var decision = LogoutPolicy.takenOver(SESSION.sid());

        assertThat(decision.reason()).isEqualTo(EndReason.SIGNED_IN_AS_ANOTHER);
    }

    @Nested
    class A_changed_configuration {

        private static final ConfiguredPassword PASSWORD = new ConfiguredPassword(ALICE, "{noop}x", null);

        @Test
        void everything_of_a_client_ends_that_was_removed() {
            assertThat(LogoutPolicy.decide(new ClientRemoval(SHOP.clientId())))
                    .isEqualTo(new LogoutDecision.EndClient(SHOP.clientId()));
        }

        @Test
        void everything_of_an_account_ends_that_was_removed_or_has_another_password() {
            var facts = new LogoutFacts.OfPerson(true, List.of(SESSION.sid()));

            assertThat(LogoutPolicy.decide(new AccountRemoval(ALICE), facts))
                    .isEqualTo(
                            new EndSeveral(ALICE, Map.of(SESSION.sid(), EndReason.ACCOUNT_DISABLED), Optional.empty()));
            assertThat(LogoutPolicy.decide(new ConfiguredPasswordChange(PASSWORD), facts))
                    .isEqualTo(
                            new EndSeveral(ALICE, Map.of(SESSION.sid(), EndReason.PASSWORD_CHANGE), Optional.empty()));
        }

        @Test
        void nothing_ends_if_the_person_chose_a_password_meanwhile() {
            assertThat(LogoutPolicy.decide(
                            new ConfiguredPasswordChange(PASSWORD),
                            new LogoutFacts.OfPerson(false, List.of(SESSION.sid()))))
                    .isEqualTo(new Refuse(LogoutProblem.ACCOUNT_CHANGED, Optional.empty()));
        }
    }

    @Nested
    class Own_sessions {

        private static final Sid PHONE = new Sid("sid-of-alices-phone");

        private final Optional<Sid> here = Optional.of(SESSION.sid());
        private final LogoutFacts.OfOwnSessions alice = facts(Optional.empty());
        private final LogoutFacts.OfOwnSessions nobody =
                new LogoutFacts.OfOwnSessions(Optional.empty(), Optional.empty(), List.of());

        @Test
        void a_person_ends_any_session_of_their_own() {
            var own = LogoutPolicy.decide(new SignOutOne(here, SESSION.sid()), facts(record(SESSION.sid(), ALICE)));
            var other = LogoutPolicy.decide(new SignOutOne(here, PHONE), facts(record(PHONE, ALICE)));

            assertThat(((End) own).reason()).isEqualTo(EndReason.USER_LOGOUT);
            assertThat(((End) other).sid()).isEqualTo(PHONE);
            assertThat(((End) other).reason()).isEqualTo(EndReason.SIGNED_OUT_ELSEWHERE);
        }

        @Test
        void another_persons_session_looks_like_none() {
            var refused = new Refuse(LogoutProblem.UNKNOWN_SESSION, Optional.empty());

            assertThat(LogoutPolicy.decide(new SignOutOne(here, PHONE), facts(record(PHONE, BOB))))
                    .isEqualTo(refused);
            assertThat(LogoutPolicy.decide(new SignOutOne(here, PHONE), alice)).isEqualTo(refused);
        }

        @Test
        void others_spares_this_session_and_everywhere_none() {
            var others = (EndSeveral) LogoutPolicy.decide(new SignOutOthers(here), alice);
            var everywhere = (EndSeveral) LogoutPolicy.decide(new SignOutEverywhere(here), alice);

            assertThat(others.sessions()).isEqualTo(Map.of(PHONE, EndReason.SIGNED_OUT_ELSEWHERE));
            assertThat(others.spared()).isEqualTo(here);
            assertThat(everywhere.sessions())
                    .isEqualTo(Map.of(SESSION.sid(), EndReason.USER_LOGOUT, PHONE, EndReason.SIGNED_OUT_ELSEWHERE));
            assertThat(everywhere.spared()).isEmpty();
        }

        @Test
        void without_a_session_nothing_ends() {
            var refused = new Refuse(LogoutProblem.NOT_SIGNED_IN, Optional.empty());

            assertThat(LogoutPolicy.decide(new SignOutHere(Optional.empty()), nobody))
                    .isInstanceOf(NothingToEnd.class);
            assertThat(LogoutPolicy.decide(new SignOutOne(Optional.empty(), PHONE), nobody))
                    .isEqualTo(refused);
            assertThat(LogoutPolicy.decide(new SignOutOthers(Optional.empty()), nobody))
                    .isEqualTo(refused);
            assertThat(LogoutPolicy.decide(new SignOutEverywhere(Optional.empty()), nobody))
                    .isEqualTo(refused);
            assertThat(LogoutPolicy.decide(new SignOutOfApp(Optional.empty(), NEWS.clientId()), nobody))
                    .isEqualTo(refused);
        }

        @Test
        void a_person_signs_out_of_one_app_and_of_no_session() {
            var decision = LogoutPolicy.decide(new SignOutOfApp(here, NEWS.clientId()), alice);

            assertThat(decision).isEqualTo(new EndApp(ALICE, NEWS.clientId()));
        }

        @Test
        void a_receipt_ends_what_outlives_its_session_once_that_has_ended() {
            var end = new OfflineAccessEnd(PHONE);
            Optional<SsoSessionSummary> live = record(PHONE, ALICE);
            Optional<SsoSessionSummary> ended = live.map(session -> new SsoSessionSummary(
                    session.sid(),
                    session.subject(),
                    session.browser(),
                    session.system(),
                    session.newDevice(),
                    session.startedAt(),
                    session.lastSeenAt(),
                    session.expiresAt(),
                    Optional.of(new SsoSessionSummary.End(NOW, EndReason.USER_LOGOUT))));

            assertThat(LogoutPolicy.decide(end, ended)).isEqualTo(new EndOfflineAccess(ALICE, PHONE));
            assertThat(LogoutPolicy.decide(end, live)).isEqualTo(new NothingToRevoke());
            assertThat(LogoutPolicy.decide(end, Optional.empty())).isEqualTo(new NothingToRevoke());
        }

        private LogoutFacts.OfOwnSessions facts(Optional<SsoSessionSummary> chosen) {
            return new LogoutFacts.OfOwnSessions(Optional.of(SESSION), chosen, List.of(SESSION.sid(), PHONE));
        }

        private Optional<SsoSessionSummary> record(Sid sid, Subject subject) {
            return Optional.of(new SsoSessionSummary(
                    sid, subject, Optional.empty(), Optional.empty(), false, NOW, NOW, NOW, Optional.empty()));
        }
    }

    @Test
    void time_ends_a_session_that_is_past_its_limit_and_no_other() {
        var pastLimit = new SessionExpiry(SESSION.sid());

        assertThat(((End) LogoutPolicy.decide(pastLimit, Optional.empty())).reason())
                .isEqualTo(EndReason.SESSION_TIMEOUT);
        assertThat(LogoutPolicy.decide(pastLimit, Optional.of(SESSION))).isInstanceOf(NothingToEnd.class);
    }

    private static LogoutDecision<?> platform(RequestContext browser, @Nullable String target, Facts facts) {
        return decide(new PlatformRedirect(browser, parameters("x", target)), facts);
    }

    private static LogoutDecision<?> rpInitiated(String target, Facts facts) {
        return decide(new RpInitiated(browser(), parameters(null, target)), facts);
    }

    private static LogoutDecision<?> decide(LogoutRequest.ByRedirect request, Facts facts) {
        return LogoutPolicy.decide(request, facts.build());
    }

    private static RedirectParameters parameters(@Nullable String clientId, @Nullable String target) {
        return new RedirectParameters(
                Optional.ofNullable(clientId),
                Optional.ofNullable(target),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static RequestContext browser() {
        return new RequestContext(Optional.of(SESSION), NavigationSource.SAME_SITE_OR_UNKNOWN, Optional.empty());
    }

    private static RequestContext crossSite(@Nullable String page) {
        return new RequestContext(
                Optional.of(SESSION),
                NavigationSource.CROSS_SITE,
                Optional.ofNullable(page).map(Origin::new));
    }

    private static RelyingParty relyingParty(String id, String origin) {
        return new RelyingParty(
                new ClientId(id),
                id,
                null,
                null,
                false,
                true,
                Set.of(),
                Set.of(),
                Set.of(origin + "/callback"),
                Set.of(origin + "/signed-out"),
                Set.of(new Origin(origin)),
                null,
                null,
                false,
                null,
                ReceiptPolicy.ON_PROBLEM,
                false,
                false,
                Set.of(),
                false,
                Set.of());
    }

    private static IssuedToken token(RelyingParty client, Subject subject, boolean live) {
        return token(TokenKind.ACCESS_TOKEN, client, subject, live);
    }

    private static IssuedToken token(TokenKind kind, RelyingParty client, Subject subject, boolean live) {
        return new IssuedToken(
                new AuthorizationId("authorization"),
                kind,
                client.clientId(),
                Optional.of(subject),
                Optional.of(SESSION.sid()),
                Set.of("openid"),
                Set.of(),
                NOW,
                NOW.plusSeconds(300),
                false,
                live);
    }

    private static IdTokenHint hint(RelyingParty client, Subject subject, Sid sid) {
        return new IdTokenHint(client.clientId(), subject, Optional.of(sid));
    }

    private static String uri(Destination destination) {
        return ((Destination.Proven) destination).uri();
    }

    private static Facts facts() {
        return new Facts(Optional.of(SESSION), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Facts about Alice's browser, changed one at a time. */
    private record Facts(
            Optional<SsoSession> session,
            Optional<RelyingParty> named,
            Optional<IssuedToken> token,
            Optional<IdTokenHint> hint,
            Optional<SsoSession> elsewhere) {

        Facts signedOut() {
            return new Facts(Optional.empty(), named, token, hint, elsewhere);
        }

        /** Signed out here, while the session lives on in another browser. */
        Facts signedInElsewhere() {
            return new Facts(Optional.empty(), named, token, hint, session);
        }

        Facts named(RelyingParty client) {
            return new Facts(session, Optional.of(client), token, hint, elsewhere);
        }

        Facts token(IssuedToken presented) {
            return new Facts(session, named, Optional.of(presented), hint, elsewhere);
        }

        Facts hint(IdTokenHint proven) {
            return new Facts(session, named, token, Optional.of(proven), elsewhere);
        }

        OfRedirect build() {
            return new OfRedirect(
                    session,
                    named,
                    token,
                    token.map(IssuedToken::client).map(Facts::registered),
                    hint,
                    hint.map(IdTokenHint::client).map(Facts::registered),
                    elsewhere);
        }

        private static RelyingParty registered(ClientId id) {
            return id.equals(SHOP.clientId()) ? SHOP : NEWS;
        }
    }
}
