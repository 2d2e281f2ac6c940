package org.exeunt.idp.logout.receipt;

import org.exeunt.idp.client.ClientId;

/**
 * One app on the receipt.
 *
 * @param client for the page's own bookkeeping, never shown
 * @param name what people call it
 * @param state what it was told of the end of the session, and said to that
 * @param keepsAccess whether an authorization that outlives the session lives on: then it is not signed out, whatever it said
 * @param minutes after how many minutes the app's own session ends by itself; 0 if we do not know
 */
public record AppRow(ClientId client, String name, AppState state, boolean keepsAccess, long minutes) {

    /** What the row says, as the templates know it. */
    public String key() {
        return saysOnlyThatItKeepsAccess() ? "keeps-access" : state.key();
    }

    /** Whether the row says so besides what went wrong. */
    public boolean alsoKeepsAccess() {
        return keepsAccess && !saysOnlyThatItKeepsAccess();
    }

    private boolean saysOnlyThatItKeepsAccess() {
        return keepsAccess
                && switch (state) {
                    case PENDING, FAILED -> false;
                    case ACKNOWLEDGED, ASKED, SILENT, SILENT_FOR_A_WHILE -> true;
                };
    }
}
