package org.exeunt.idp.logout.redirect;

import org.exeunt.idp.client.ReceiptPolicy;
import org.exeunt.idp.logout.Destination;

/**
 * The response to a redirect logout that ended the session. Decided without effects; {@link LogoutResponder} executes
 * it.
 */
sealed interface AfterLogout {

    /** A redirect to the target. */
    record SendOn(Destination.Proven target) implements AfterLogout {}

    /** A page that loads the front-channel logout frames, and then leads to the target. */
    record SendOnAfterFrames() implements AfterLogout {}

    /** A page with the state of each app, none of which can change any more. */
    record SettledPage() implements AfterLogout {}

    /** A redirect to a receipt whose rows follow the apps' acknowledgements. */
    record LiveReceipt() implements AfterLogout {}

    /**
     * The states of the apps of the session. A method may execute a query, so it is called only if the decision needs
     * it.
     */
    interface Apps {

        /** Whether each notified app has acknowledged. */
        boolean areAllConfirmed();

        /** Whether the state of an app may change while the page is shown. */
        boolean mayChange();
    }

    /** Whether the first attempt to notify each app is awaited, for about a second, before {@link #decide}. */
    static boolean awaitsFirstAttempts(ReceiptPolicy policy, Destination destination) {
        return policy != ReceiptPolicy.NEVER || !(destination instanceof Destination.Proven);
    }

    /**
     * Decides by the client's receipt policy and the destination.
     *
     * @param hasFrames whether an app of the session has a front-channel logout URI, which only a page can load
     */
    static AfterLogout decide(ReceiptPolicy policy, Destination destination, Apps apps, boolean hasFrames) {
        return switch (destination) {
            case Destination.Proven target
            when goesOn(policy, apps) -> hasFrames ? new SendOnAfterFrames() : new SendOn(target);
            case Destination.Proven _, Destination.Dropped _, Destination.OurPage _ ->
                apps.mayChange() ? new LiveReceipt() : new SettledPage();
        };
    }

    private static boolean goesOn(ReceiptPolicy policy, Apps apps) {
        return switch (policy) {
            case NEVER -> true;
            case ON_PROBLEM -> apps.areAllConfirmed();
            case ALWAYS -> false;
        };
    }
}
