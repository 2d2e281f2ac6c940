package org.exeunt.idp.logout.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.ReceiptPolicy;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.logout.Destination;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the browser gets after a logout, as a table. */
class AfterLogoutTests {

    private static final String TARGET = "https://shop.example/signed-out";

    enum Wanted {
        PROVEN,
        DROPPED,
        OUR_PAGE
    }

    private record Known(boolean areAllConfirmed, boolean mayChange) implements AfterLogout.Apps {}

    /** Fails the test if the decision asks for anything: each answer may be a query. */
    private static final AfterLogout.Apps NOT_ASKED = new AfterLogout.Apps() {
        @Override
        public boolean areAllConfirmed() {
            throw new AssertionError("asked");
        }

        @Override
        public boolean mayChange() {
            throw new AssertionError("asked");
        }
    };

    @ParameterizedTest(name = "{0}, {1}, all confirmed {2}, may change {3}, frames {4}: {5}")
    @CsvSource({
        // policy, target, all confirmed, may change, frames, what the browser gets
        "ON_PROBLEM, PROVEN, true, false, false, SendOn",
        "ON_PROBLEM, PROVEN, true, false, true, SendOnAfterFrames",
        "ON_PROBLEM, PROVEN, true, true, false, SendOn",
        "ON_PROBLEM, PROVEN, false, true, false, LiveReceipt",
        "ON_PROBLEM, PROVEN, false, true, true, LiveReceipt",
        "ON_PROBLEM, PROVEN, false, false, false, SettledPage",
        "ON_PROBLEM, PROVEN, false, false, true, SettledPage",
        "ALWAYS, PROVEN, true, false, false, SettledPage",
        "ALWAYS, PROVEN, true, false, true, SettledPage",
        "ALWAYS, PROVEN, true, true, false, LiveReceipt",
        "ALWAYS, PROVEN, false, true, true, LiveReceipt",
        "NEVER, PROVEN, false, true, false, SendOn",
        "NEVER, PROVEN, false, true, true, SendOnAfterFrames",
        "ON_PROBLEM, OUR_PAGE, true, false, false, SettledPage",
        "ON_PROBLEM, OUR_PAGE, true, false, true, SettledPage",
        "ON_PROBLEM, OUR_PAGE, false, true, false, LiveReceipt",
        "ON_PROBLEM, DROPPED, true, false, false, SettledPage",
        "ON_PROBLEM, DROPPED, false, true, true, LiveReceipt",
        "ALWAYS, DROPPED, false, true, false, LiveReceipt",
        "NEVER, OUR_PAGE, true, false, false, SettledPage",
        "NEVER, OUR_PAGE, false, true, false, LiveReceipt",
        "NEVER, DROPPED, false, false, true, SettledPage",
    })
    void cookies_that_the_browser_gets(
            ReceiptPolicy policy,
            Wanted wanted,
            boolean allConfirmed,
            boolean mayChange,
            boolean hasFrames,
            String expected) {
        AfterLogout after =
                AfterLogout.decide(policy, destination(wanted), new Known(allConfirmed, mayChange), hasFrames);

        assertThat(after.getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void a_browser_is_sent_to_the_proven_target_with_its_state() {
        AfterLogout after = AfterLogout.decide(ReceiptPolicy.NEVER, destination(Wanted.PROVEN), NOT_ASKED, false);

        assertThat(after)
                .isInstanceOfSatisfying(
                        AfterLogout.SendOn.class,
                        on -> assertThat(on.target().uri()).isEqualTo(TARGET + "?state=of-theirs"));
    }

    @Test
    void a_client_without_a_receipt_and_with_a_target_costs_no_query() {
        assertThat(AfterLogout.decide(ReceiptPolicy.NEVER, destination(Wanted.PROVEN), NOT_ASKED, true))
                .isEqualTo(new AfterLogout.SendOnAfterFrames());
    }

    @ParameterizedTest
    @EnumSource
    void only_a_browser_that_is_sent_on_in_any_case_does_not_wait_for_the_apps(Wanted wanted) {
        for (ReceiptPolicy policy : ReceiptPolicy.values()) {
            assertThat(AfterLogout.awaitsFirstAttempts(policy, destination(wanted)))
                    .as("%s %s", policy, wanted)
                    .isNotEqualTo(policy == ReceiptPolicy.NEVER && wanted == Wanted.PROVEN);
        }
    }

    private static Destination destination(Wanted wanted) {
        return switch (wanted) {
            case PROVEN ->
                new Destination.Proven(shop().postLogoutTarget(TARGET).orElseThrow(), Optional.of("of-theirs"));
            case DROPPED -> new Destination.Dropped();
            case OUR_PAGE -> new Destination.OurPage();
        };
    }

    private static RelyingParty shop() {
        return new RelyingParty(
                new ClientId("shop"),
                "Shop",
                null,
                null,
                false,
                true,
                Set.of(),
                Set.of(),
                Set.of("https://shop.example/callback"),
                Set.of(TARGET),
                Set.of(),
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
}
