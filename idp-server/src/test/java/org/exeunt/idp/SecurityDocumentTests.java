package org.exeunt.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents that say which test proves what. */
class SecurityDocumentTests {

    private static final Path PROJECT = Path.of("..");

    /** Class and method, or just the method of the class named before it. */
    private static final Pattern PROOF = Pattern.compile("`([A-Z]\\w*(?:Tests|Contract))?\\.([a-z_0-9]+)`");

    @ParameterizedTest
    @ValueSource(strings = {"docs/security.md", "docs/conformance.md"})
    void every_test_that_is_named_exists(String document) throws IOException {
        var sources = sources();
        String text = Files.readString(PROJECT.resolve(document));

        List<MatchResult> proofs = PROOF.matcher(text).results().toList();

        assertThat(proofs).hasSizeGreaterThan(100);
        for (MatchResult proof : proofs) {
            assertThat(sources).as(proof.group()).containsKey(proof.group(1));
            assertThat(sources.get(proof.group(1))).as(proof.group()).contains(" " + proof.group(2) + "(");
        }
    }

    @ParameterizedTest
    @CsvSource({"docs/security.md,180", "docs/conformance.md,160"})
    void every_row_says_where_it_is_proven_or_why_it_does_not_apply(String document, int atLeast) throws IOException {
        List<String> rows = Files.readAllLines(PROJECT.resolve(document)).stream()
                .filter(line -> line.matches("\\| [A-Z]{3}-[0-9]{2} .*"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(atLeast);
        assertThat(rows).allMatch(row -> row.endsWith("` |") || row.matches(".*\\| (Does not apply|Open): .+ \\|"));
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
