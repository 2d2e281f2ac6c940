package org.exeunt.idp.logout.receipt;

import java.util.Collection;
import java.util.List;

/**
 * The summary of all rows of a receipt.
 *
 * @param told how many apps were notified
 * @param confirmed how many of them confirmed that the user is signed out
 * @param unconfirmed names of the others, each once
 * @param waiting whether one of those may still confirm
 * @param keeping how many apps keep their access
 * @param silent how many apps cannot confirm
 */
public record ReceiptSummary(
        int told, int confirmed, List<String> unconfirmed, boolean waiting, int keeping, int silent) {

    static ReceiptSummary of(Collection<AppStatus> rows) {
        int confirmed = count(rows, AppState.ACKNOWLEDGED);
        int pending = count(rows, AppState.PENDING);
        int failed = count(rows, AppState.FAILED);
        int told = confirmed + pending + failed;
        return new ReceiptSummary(
                told,
                confirmed,
                rows.stream()
                        .filter(AppStatus::isUnconfirmed)
                        .map(AppStatus::name)
                        .distinct()
                        .toList(),
                pending > 0,
                (int) rows.stream().filter(AppStatus::keepsAccess).count(),
                rows.size() - told);
    }

    private static int count(Collection<AppStatus> rows, AppState state) {
        return (int) rows.stream().filter(row -> row.state() == state).count();
    }

    /**
     * The seal of the page: {@code ok} only if each app confirmed that the user is signed out and none keeps its
     * access, {@code warn} if a notified app has not confirmed, else {@code info}.
     */
    public String seal() {
        if (!unconfirmed.isEmpty()) {
            return "warn";
        }
        return silent == 0 && keeping == 0 ? "ok" : "info";
    }

    /** The message key of the second sentence of the heading; empty if there is none. */
    public String news() {
        if (unconfirmed.isEmpty()) {
            return "";
        }
        return (waiting ? "unconfirmed" : "failed") + (unconfirmed.size() == 1 ? ".one" : ".several");
    }

    /** The argument of that sentence: the name of one app, or the number of apps. */
    public String whom() {
        return unconfirmed.size() == 1 ? unconfirmed.getFirst() : String.valueOf(unconfirmed.size());
    }
}
