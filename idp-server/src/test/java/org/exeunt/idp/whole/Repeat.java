package org.exeunt.idp.whole;

import java.util.function.IntConsumer;

/**
 * A race is run many times, since a mistake shows only in a few of them. How many times says the system property
 * {@code exeunt.rounds}.
 */
final class Repeat {

    private static final int COUNT = Integer.getInteger("exeunt.rounds", 5);

    private Repeat() {}

    /** @param round gets its number, from 0 */
    static void run(IntConsumer round) {
        for (int number = 0; number < COUNT; number++) {
            try {
                round.accept(number);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("in round " + number + " of " + COUNT + ": " + failure.getMessage(), failure);
            }
        }
    }
}
