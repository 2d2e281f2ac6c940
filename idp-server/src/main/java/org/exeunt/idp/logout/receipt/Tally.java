package org.exeunt.idp.logout.receipt;

import java.util.Iterator;

/** Counts rows as they go by, so that a page can say at its end how many apps confirmed. */
public final class Tally implements Iterable<AppRow> {

    private final Iterable<AppRow> rows;
    private int confirmed;
    private int told;
    private int open;
    private int silent;
    private int keeping;

    Tally(Iterable<AppRow> rows) {
        this.rows = rows;
    }

    @Override
    public Iterator<AppRow> iterator() {
        confirmed = 0;
        told = 0;
        open = 0;
        silent = 0;
        keeping = 0;
        Iterator<AppRow> each = rows.iterator();
        return new Iterator<>() {

            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public AppRow next() {
                AppRow row = each.next();
                count(row.state());
                keeping += row.keepsAccess() ? 1 : 0;
                return row;
            }
        };
    }

    private void count(AppState state) {
        switch (state) {
            case ACKNOWLEDGED -> {
                told++;
                confirmed++;
            }
            case PENDING -> {
                told++;
                open++;
            }
            case FAILED -> told++;
            case ASKED, SILENT, SILENT_FOR_A_WHILE -> silent++;
        }
    }

    /** How many apps said that the person is signed out. */
    public int getConfirmed() {
        return confirmed;
    }

    /** How many apps were told. */
    public int getTold() {
        return told;
    }

    /** How many apps may still answer. */
    public int getOpen() {
        return open;
    }

    /** How many apps keep their access. */
    public int getKeeping() {
        return keeping;
    }

    /** How many apps cannot say that the person is signed out. */
    public int getSilent() {
        return silent;
    }
}
