package org.exeunt.idp.logout.receipt;

import org.exeunt.idp.client.ClientId;
import org.jspecify.annotations.Nullable;

/**
 * One app on the receipt.
 *
 * @param client never shown
 * @param name what people call it
 * @param state what it was told of the end of the session, and said to that
 * @param keepsAccess whether an authorization that outlives the session lives on: then it is not signed out, whatever it said
 * @param site where the app is to be found, for a person who wants to sign out there; {@code null} if we do not know
 * @param minutes after how many minutes the app's own session ends by itself; 0 if we do not know
 */
public record AppStatus(
        ClientId client,
        String name,
        AppState state,
        boolean keepsAccess,
        @Nullable String site,
        long minutes) {

    /** What the row says, as the templates know it. */
    public String key() {
        return saysOnlyThatItKeepsAccess() ? "keeps-access" : state.key();
    }

    /** Whether the app was told and has not confirmed that the person is signed out. */
    public boolean isUnconfirmed() {
        return switch (state) {
            case PENDING, FAILED -> true;
            case ACKNOWLEDGED, ASKED, SILENT, SILENT_FOR_A_WHILE -> false;
        };
    }

    /** Whether the row says so besides what went wrong. */
    public boolean alsoKeepsAccess() {
        return keepsAccess && !saysOnlyThatItKeepsAccess();
    }

    private boolean saysOnlyThatItKeepsAccess() {
        return keepsAccess && !isUnconfirmed();
    }
}
