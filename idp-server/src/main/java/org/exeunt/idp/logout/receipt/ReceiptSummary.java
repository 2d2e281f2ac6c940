package org.exeunt.idp.logout.receipt;

import java.util.Collection;
import java.util.List;

/**
 * What a receipt says of all its rows together.
 *
 * @param told how many apps were told
 * @param confirmed how many of them said that the person is signed out
 * @param unconfirmed names of the others, each once
 * @param waiting whether one of those may still answer
 * @param keeping how many apps keep their access
 * @param silent how many apps cannot say that the person is signed out
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
     * The seal of the page: {@code ok} only if each app said itself that the person is signed out and none keeps its access,
     * {@code warn} if one was told and has not confirmed, else {@code info}.
     */
    public String seal() {
        if (!unconfirmed.isEmpty()) {
            return "warn";
        }
        return silent == 0 && keeping == 0 ? "ok" : "info";
    }

    /** The second sentence of the heading, a key of the texts; empty if there is none to say. */
    public String news() {
        if (unconfirmed.isEmpty()) {
            return "";
        }
        return (waiting ? "unconfirmed" : "failed") + (unconfirmed.size() == 1 ? ".one" : ".several");
    }

    /** Whom that sentence is about: the name of one app, or how many they are. */
    public String whom() {
        return unconfirmed.size() == 1 ? unconfirmed.getFirst() : String.valueOf(unconfirmed.size());
    }
}
