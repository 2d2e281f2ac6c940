package org.exeunt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The cost of the same with few and with many sessions in the store, as it is printed and kept. */
final class GrowthTable {

    /** A cost that grew by more than this is too much. */
    private static final double AT_MOST = 1.3;

    private final List<String> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    void add(String operation, int connections, Sample few, Sample many, long loggedWithFew, long loggedWithMany) {
        // One at a time costs the time that it takes; many at a time cost what they take from each other.
        double ratio = connections == 1 ? many.medianMillis() / few.medianMillis() : few.perSecond() / many.perSecond();
        rows.add("| %s | %d | %.2f | %.2f | %.2f | %.2f | %,.0f | %,.0f | %,.1f | %,.1f | **%.2f** | %s |"
                .formatted(
                        operation,
                        connections,
                        few.medianMillis(),
                        many.medianMillis(),
                        few.p95Millis(),
                        many.p95Millis(),
                        few.perSecond(),
                        many.perSecond(),
                        loggedWithFew / 1e3,
                        loggedWithMany / 1e3,
                        ratio,
                        ratio <= AT_MOST ? "reached" : "**missed**"));
        System.out.println(rows.getLast());
    }

    void note(String text) {
        notes.add("- " + text);
        System.out.println(notes.getLast());
    }

    void write(int few, int many) throws IOException {
        String text =
                """
            | Operation | Connections | median ms, %1$,d | %2$,d | p95 ms, %1$,d | %2$,d | per second, %1$,d | %2$,d \
            | kB logged, %1$,d | %2$,d | cost grows | must be ≤ %3$.1f times |
            |---|---|---|---|---|---|---|---|---|---|---|---|
            """.formatted(few, many, AT_MOST) + String.join("\n", rows) + "\n\n" + String.join("\n", notes) + "\n";
        Path folder = Files.createDirectories(Path.of(System.getProperty("exeunt.bench.folder", "target/bench")));
        Files.writeString(folder.resolve("growth.md"), text);
        System.out.println(text);
    }
}
