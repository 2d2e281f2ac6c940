package org.exeunt.idp.configuration;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares misspelt names with known ones. Letter case, dashes and underscores do not count. */
public final class Spelling {

    private Spelling() {}

    /** The known name that is most similar to a misspelt one; empty if none is similar. */
    public static Optional<String> nearest(String misspelt, Stream<String> known) {
        String uniform = uniform(misspelt);
        return known.filter(name -> isSimilar(uniform, uniform(name)))
                .min(Comparator.comparingInt(name -> distance(uniform, uniform(name))));
    }

    /** Of short names only one letter may be wrong, or almost every name would be like some other. */
    static boolean isSimilar(String one, String other) {
        return distance(one, other) <= Math.clamp(other.length() / 4, 1, 3);
    }

    /** How many letters must be added, left out or changed to make one of the other (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= one.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= other.length(); column++) {
                int changed = diagonal + (one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(changed, Math.min(row[column], row[column - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    static String uniform(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }
}
