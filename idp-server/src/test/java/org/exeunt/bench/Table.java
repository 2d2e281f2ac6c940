package org.exeunt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was measured, as it is printed and kept. */
final class Table {

    private static final String HEAD = """
        | Work | Connections | per second | median ms | p95 ms | limit per second | limit median ms | ratio | must be | |
        |---|---|---|---|---|---|---|---|---|---|
        """;

    private final List<String> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    void add(Workload work, Sample measured, Sample limit) {
        rows.add("| %s | %d | %.0f | %.2f | %.2f | %.0f | %.2f | %.2f | %s | %s |"
                .formatted(
                        work.name(),
                        work.connections(),
                        measured.perSecond(),
                        measured.medianMillis(),
                        measured.p95Millis(),
                        limit.perSecond(),
                        limit.medianMillis(),
                        measured.perSecond() / limit.perSecond(),
                        work.goal().inWords(),
                        work.goal().isReached(measured, limit) ? "reached" : "**missed**"));
        System.out.println(rows.getLast());
    }

    /** Something that is no row: a start-up time, for example. */
    void note(String text) {
        notes.add("- " + text);
        System.out.println(notes.getLast());
    }

    /** Writes and prints it. */
    void write(String name) throws IOException {
        String text = HEAD + String.join("\n", rows) + "\n\n" + String.join("\n", notes) + "\n";
        Path folder = Files.createDirectories(Path.of(System.getProperty("exeunt.bench.folder", "target/bench")));
        Files.writeString(folder.resolve(name + ".md"), text);
        System.out.println(text);
    }
}
