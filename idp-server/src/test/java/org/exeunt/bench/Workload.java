package org.exeunt.bench;

import java.sql.SQLException;
import java.util.function.IntFunction;

/**
 * Something that is measured.
 *
 * @param name what it is, for the table
 * @param connections how many requests are under way at once
 * @param perRound how many requests make one round; choose it so that a round takes about a second
 * @param warmUp how many requests come before anything is measured
 * @param limit what the limit server is asked for, {@link #UPDATE} or {@link #NOTHING}
 * @param goal what must come out
 * @param preparation makes what requests 0 to count - 1 use up
 * @param request the whole request of a number, as it goes over the wire
 * @param expected what each answer must contain
 */
record Workload(
        String name,
        int connections,
        int perRound,
        int warmUp,
        String limit,
        Goal goal,
        Preparation preparation,
        IntFunction<String> request,
        String expected) {

    /** One indexed update and its commit. */
    static final String UPDATE = "/update";

    /** No database at all. */
    static final String NOTHING = "/nothing";

    /** Fills the database before a work is measured. */
    @FunctionalInterface
    interface Preparation {
        void prepare(int count) throws SQLException;
    }
}
