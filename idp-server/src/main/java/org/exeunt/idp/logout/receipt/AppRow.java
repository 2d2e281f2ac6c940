package org.exeunt.idp.logout.receipt;

import org.exeunt.idp.client.ClientId;

/**
 * One app on the receipt.
 *
 * @param client for the page's own bookkeeping, never shown
 * @param name what people call it
 * @param minutes after how many minutes the app's own session ends by itself; 0 if we do not know
 */
public record AppRow(ClientId client, String name, AppState state, long minutes) {

    /** The state as the templates know it. */
    public String key() {
        return state.key();
    }
}
