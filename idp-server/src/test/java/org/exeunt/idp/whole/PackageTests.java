package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the package has besides the server: the options of the JVM and the start script. */
class PackageTests {

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

    @Test
    void training_never_sees_the_configuration_of_this_machine(@TempDir Path home)
            throws IOException, InterruptedException {
        Path script = Files.createDirectory(home.resolve("bin")).resolve("exeunt");
        Files.copy(Path.of("src/main/package/bin/exeunt"), script);
        Path java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                for argument in "$@"; do
                  echo "argument $argument"
                  case $argument in -XX:AOTCacheOutput=*) echo new >"${argument#*=}" ;; esac
                done
                env
                """);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("exeunt.aot"), "old\n");
        var train = new ProcessBuilder("/bin/sh", script.toString(), "train").redirectErrorStream(true);
        train.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        train.environment().put("JAVA_OPTS", "-Xmx64m");
        train.environment().put("SPRING_FLYWAY_URL", "jdbc:postgresql://production/exeunt");

        Process started = train.start();

        String said = new String(started.getInputStream().readAllBytes(), UTF_8);
        assertThat(started.waitFor()).as(said).isZero();
        assertThat(said)
                .contains(
                        "argument -Xmx64m",
                        "argument -Dspring.context.exit=onRefresh",
                        "argument -Dspring.config.location=classpath:/",
                        "argument -Dspring.datasource.url=jdbc:h2:mem:training")
                .doesNotContain("production");
        assertThat(home.resolve("exeunt.aot")).hasContent("new");
        assertThat(home.resolve("exeunt.aot.new")).doesNotExist();
    }
}
