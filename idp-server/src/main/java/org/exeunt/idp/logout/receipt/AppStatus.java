package org.exeunt.idp.logout.receipt;

import org.exeunt.idp.client.ClientId;
import org.jspecify.annotations.Nullable;

/**
 * One app on the receipt.
 *
 * @param client never shown
 * @param name name shown to users
 * @param state the state of its notification
 * @param keepsAccess whether an authorization that outlives the session is live: then the app is not signed out,
 *     whatever its state
 * @param site address of the app, for a user who wants to sign out there; {@code null} if unknown
 * @param minutes minutes until the app's own session ends; 0 if unknown
 */
public record AppStatus(
        ClientId client,
        String name,
        AppState state,
        boolean keepsAccess,
        @Nullable String site,
        long minutes) {

    /** The message key of the row. */
    public String key() {
        return saysOnlyThatItKeepsAccess() ? "keeps-access" : state.key();
    }

    /** Whether the app was notified and has not confirmed that the user is signed out. */
    public boolean isUnconfirmed() {
        return switch (state) {
            case PENDING, FAILED -> true;
            case ACKNOWLEDGED, ASKED, SILENT, SILENT_FOR_A_WHILE -> false;
        };
    }

    /** Whether the row mentions the remaining access in addition to its state. */
    public boolean alsoKeepsAccess() {
        return keepsAccess && !saysOnlyThatItKeepsAccess();
    }

    private boolean saysOnlyThatItKeepsAccess() {
        return keepsAccess && !isUnconfirmed();
    }
}
