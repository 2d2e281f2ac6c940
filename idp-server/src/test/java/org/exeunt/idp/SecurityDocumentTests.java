package org.exeunt.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents that say which test proves what. */
class SecurityDocumentTests {

    private static final Path PROJECT = Path.of("..");

    /** A class, a class and a method, or just the method of the class named before it. */
    private static final Pattern PROOF =
            Pattern.compile("`(?:([A-Z]\\w*(?:Tests|Contract))(?:\\.([^`]+))?|\\.([a-z][^`\\s]*))`");

    private static final Pattern NAME = Pattern.compile("@DisplayName\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"[\\s+]*)+)\\)");

    /** One id, or the first and the last of several. */
    private static final Pattern IDS = Pattern.compile("([A-Z]{3})-(\\d{2})(?:(?: to |\\.\\.)\\1-(\\d{2}))?");

    @ParameterizedTest
    @CsvSource({"docs/reference/security.md,100", "docs/reference/conformance.md,100", "docs/explanation/policy.md,80"})
    void every_test_that_is_named_exists(String document, int atLeast) throws IOException {
        var sources = sources();
        String text = Files.readString(PROJECT.resolve(document));

        List<MatchResult> proofs = PROOF.matcher(text).results().toList();

        assertThat(proofs).hasSizeGreaterThan(atLeast);
        String named = "";
        for (MatchResult proof : proofs) {
            named = proof.group(1) == null ? named : proof.group(1);
            String method = proof.group(1) == null ? proof.group(3) : proof.group(2);
            assertThat(sources).as(proof.group()).containsKey(named);
            assertThat(sources.get(named)).as(proof.group()).contains(method == null ? named : " " + method + "(");
        }
    }

    @ParameterizedTest
    @CsvSource({"docs/reference/security.md,180", "docs/reference/conformance.md,160"})
    void every_row_says_where_it_is_proven_or_why_it_does_not_apply(String document, int atLeast) throws IOException {
        List<String> rows = rows(document);

        assertThat(rows).hasSizeGreaterThan(atLeast);
        assertThat(rows).allMatch(row -> row.endsWith("` |") || row.matches(".*\\| (Does not apply|Open): .+ \\|"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/reference/security.md", "docs/reference/conformance.md"})
    void no_test_says_that_it_proves_what_does_not_apply(String document) throws IOException {
        Set<String> proven = idsInNames(String.join("\n", sources().values()));
        List<String> doesNotApply = rows(document).stream()
                .filter(row -> row.contains("| Does not apply: "))
                .map(row -> row.substring(2, 8))
                .toList();

        assertThat(proven).hasSizeGreaterThan(250);
        assertThat(doesNotApply).hasSizeGreaterThan(10).doesNotContainAnyElementsOf(proven);
    }

    @Test
    void ids_are_found_in_names_however_they_are_written() {
        String source = """
                @DisplayName("SEC-01, SEC-03 to SEC-05: all (of them)")
                @DisplayName(
                        "GTR-04..GTR-06, he said \\"no\\","
                                + " GTR-09")
                .as("LEG-01")
                """;

        assertThat(idsInNames(source))
                .containsExactly("GTR-04", "GTR-05", "GTR-06", "GTR-09", "SEC-01", "SEC-03", "SEC-04", "SEC-05");
    }

    private static List<String> rows(String document) throws IOException {
        return Files.readAllLines(PROJECT.resolve(document)).stream()
                .filter(line -> line.matches("\\| [A-Z]{3}-[0-9]{2} .*"))
                .toList();
    }

    private static Set<String> idsInNames(String source) {
        return NAME.matcher(source)
                .results()
                .map(name -> name.group(1).replaceAll("\"\\s*\\+\\s*\"", ""))
                .flatMap(name -> IDS.matcher(name).results())
                .flatMap(SecurityDocumentTests::fromFirstToLast)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> fromFirstToLast(MatchResult ids) {
        int first = Integer.parseInt(ids.group(2));
        int last = ids.group(3) == null ? first : Integer.parseInt(ids.group(3));
        return IntStream.rangeClosed(first, last).mapToObj("%s-%%02d".formatted(ids.group(1))::formatted);
    }

    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT)) {
            return files.filter(file -> file.toString().contains("/src/test/java/"))
                    .filter(file -> file.toString().matches(".*(Tests|Contract)\\.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            SecurityDocumentTests::read,
                            String::concat));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
