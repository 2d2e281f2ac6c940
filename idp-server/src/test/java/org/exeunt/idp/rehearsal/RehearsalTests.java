package org.exeunt.idp.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"17.0.15, false", "1.8.0_452, false", "24, false", "25, true", "25.0.1, true", "26-ea, true", ", true"})
    void the_script_starts_no_java_that_is_too_old(@Nullable String version, boolean starts, @TempDir Path home)
            throws IOException, InterruptedException {
        Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho it starts\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Path link = Files.createDirectories(home.resolve("elsewhere/bin")).resolve("java");
        Files.createSymbolicLink(link, java);
        if (version != null) {
            Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        }
        var script = new ProcessBuilder(
                        "/bin/sh",
                        Path.of("src/main/package/bin/exeunt").toAbsolutePath().toString())
                .redirectErrorStream(true);
        script.environment().put("JAVA_HOME", home.resolve("elsewhere").toString());

        Process started = script.start();

        String said = new String(started.getInputStream().readAllBytes(), UTF_8);
        assertThat(started.waitFor()).as(said).isEqualTo(starts ? 0 : 1);
        if (starts) {
            assertThat(said).contains("it starts").doesNotContain("JAVA_HOME");
        } else {
            assertThat(said).contains("needs 25", "Set JAVA_HOME").doesNotContain("it starts");
        }
    }

    private static Set<Path> leftBehind() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return new TreeSet<>(
                    files.filter(file -> file.getFileName().toString().startsWith("exeunt-rehearsal"))
                            .toList());
        }
    }
}
