package org.exeunt.idp.whole;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Where in a logout the server dies.
 *
 * @param moment on which side of the step
 * @param step which of the steps that match, from 1
 * @param sql how the step's statement begins; empty for any
 * @param micros how long after the moment
 */
record KillPoint(Moment moment, int step, String sql, int micros) {

    /** The commit of the transaction that ended a session; other commits are steps, too, and called {@code commit}. */
    static final String COMMIT_OF_LOGOUT = "commit of the logout";

    /**
     * What reads the session; the gate, and all that is written and committed with it; and the first thing that is written after
     * it.
     */
    private static final List<String> STEPS = List.of("select s.sid", COMMIT_OF_LOGOUT, "update logout_notification");

    /** More than a logout takes, so that a point may also lie after everything. */
    private static final int BEYOND = 45;

    private static final int LONGEST_DELAY_IN_MICROS = 4_000;

    /** On which side of a step. */
    enum Moment {
        BEFORE,
        AFTER,
        /** While the database works on it, or some time later: another thread kills. */
        DURING
    }

    /** Before and after everything that matters. */
    static Stream<KillPoint> chosen() {
        return STEPS.stream()
                .flatMap(sql ->
                        Stream.of(new KillPoint(Moment.BEFORE, 1, sql, 0), new KillPoint(Moment.AFTER, 1, sql, 0)));
    }

    static KillPoint random(Random random) {
        Moment moment = Moment.values()[random.nextInt(Moment.values().length)];
        return switch (moment) {
            case BEFORE, AFTER -> new KillPoint(moment, 1 + random.nextInt(BEYOND), "", 0);
            case DURING ->
                new KillPoint(moment, 1 + random.nextInt(BEYOND), "", random.nextInt(LONGEST_DELAY_IN_MICROS));
        };
    }

    /** Whether nothing can have been committed. */
    boolean isBeforeCommit() {
        return STEPS.contains(sql) && isBefore(COMMIT_OF_LOGOUT);
    }

    /** Whether everything must have been committed. */
    boolean isAfterCommit() {
        return STEPS.contains(sql) && !isBefore(COMMIT_OF_LOGOUT);
    }

    private boolean isBefore(String commit) {
        int distance = STEPS.indexOf(sql) - STEPS.indexOf(commit);
        return distance < 0 || (distance == 0 && moment == Moment.BEFORE);
    }

    /** One line, for {@link #parse}. */
    String print() {
        return moment + " " + step + " " + micros + " " + sql;
    }

    static KillPoint parse(String line) {
        String[] words = line.split(" ", 4);
        return new KillPoint(
                Moment.valueOf(words[0]), Integer.parseInt(words[1]), words[3], Integer.parseInt(words[2]));
    }

    @Override
    public String toString() {
        return switch (moment) {
            case BEFORE, AFTER -> moment + " step " + step + " " + sql;
            case DURING -> micros + " µs after step " + step + " began";
        };
    }
}
