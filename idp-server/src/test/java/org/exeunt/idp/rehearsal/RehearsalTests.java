package org.exeunt.idp.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RehearsalTests {

    /** It stops at the first answer that is not as expected, and the package would not be made. */
    @Test
    void every_scene_is_answered_as_expected_and_nothing_is_left_behind() throws IOException, InterruptedException {
        Set<Path> before = leftBehind();

        Rehearsal.main(new String[0]);

        assertThat(leftBehind()).isEqualTo(before);
    }

    @Test
    void the_jvm_takes_the_options_of_the_package() throws IOException, InterruptedException {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + Path.of("src/main/package/jvm.options").toAbsolutePath(),
                        "-version")
                .redirectErrorStream(true)
                .start();
        String said = new String(java.getInputStream().readAllBytes(), UTF_8);

        assertThat(java.waitFor()).as(said).isZero();
        assertThat(said).doesNotContainIgnoringCase("warning");
    }

    private static Set<Path> leftBehind() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return new TreeSet<>(
                    files.filter(file -> file.getFileName().toString().startsWith("exeunt-rehearsal"))
                            .toList());
        }
    }
}
