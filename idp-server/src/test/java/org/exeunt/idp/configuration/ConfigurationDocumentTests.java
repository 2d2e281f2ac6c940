package org.exeunt.idp.configuration;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The configuration reference is generated from the metadata that Spring Boot's annotation processor writes. */
class ConfigurationDocumentTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path METADATA = Path.of("target/classes/META-INF");
    private static final Path SOURCES = METADATA.resolve("spring/configuration-metadata");
    private static final Path DOCUMENT = Path.of("../docs/reference/configuration.md");
    private static final Path GENERATED = Path.of("target/configuration.md");

    /** Settings of map entries, by the key that stands for an entry. */
    private static final Map<String, String> ENTRIES = Map.of(
            "exeunt.clients.<key>.", "org.exeunt.idp.client.ClientProperties$SeededClient.json",
            "exeunt.accounts.<key>.", "org.exeunt.idp.account.AccountProperties$SeededAccount.json",
            "exeunt.accounts.<key>.address.", "org.exeunt.idp.account.AccountProperties$SeededAddress.json");

    private static final String HEAD = """
            # Configuration

            All settings below `exeunt.`. They are set as in any Spring Boot application: in `application.yml`, as environment
            variables (`EXEUNT_ISSUER`), or as command line arguments (`--exeunt.issuer=…`). The start refuses an unknown setting and
            an invalid value, and names the key, the fault and the remedy. Durations are written `90s`, `5m`, `12h` or `7d`.

            Settings of Spring Boot (`spring.`, `server.`, `management.`, `logging.`) have their documented effect; those that the
            server replaces are refused at start ([decision 40](../decisions/0040-spring-boot-as-documented.md)).

            A test generates this page from the descriptions in the code.
            """;

    @Test
    void the_reference_has_every_setting_with_its_default() throws IOException {
        String generated = generate();
        Files.writeString(GENERATED, generated);

        assertThat(Files.readString(DOCUMENT))
                .as("%s is out of date: replace it by %s".formatted(DOCUMENT, GENERATED))
                .isEqualTo(generated);
    }

    private static String generate() throws IOException {
        Map<String, Setting> settings = new TreeMap<>();
        read(METADATA.resolve("spring-configuration-metadata.json"), "", settings);
        for (Map.Entry<String, String> entry : ENTRIES.entrySet()) {
            read(SOURCES.resolve(entry.getValue()), entry.getKey(), settings);
        }
        settings.keySet()
                .removeIf(name -> !name.startsWith("exeunt.")
                        || settings.keySet().stream().anyMatch(other -> other.startsWith(name + ".")));

        var groups = settings.keySet().stream()
                .map(ConfigurationDocumentTests::group)
                .collect(toCollection(TreeSet::new));
        return HEAD
                + groups.stream()
                        .map(group -> "\n## `%s`\n\n| Setting | Default | Meaning |\n|---|---|---|\n".formatted(group)
                                + settings.entrySet().stream()
                                        .filter(setting ->
                                                group(setting.getKey()).equals(group))
                                        .map(setting -> setting.getValue().row(setting.getKey()))
                                        .collect(joining("\n", "", "\n")))
                        .collect(joining());
    }

    private static void read(Path file, String prefix, Map<String, Setting> settings) throws IOException {
        for (JsonNode property :
                JSON.readTree(Files.readString(file)).get("properties").values()) {
            settings.put(
                    prefix + property.get("name").stringValue(),
                    new Setting(
                            property.path("description").asString(""),
                            property.path("defaultValue").values().isEmpty()
                                    ? property.path("defaultValue").asString("")
                                    : property.get("defaultValue")
                                            .valueStream()
                                            .map(JsonNode::asString)
                                            .collect(joining(", "))));
        }
    }

    /** What stands before the last dot. */
    private static String group(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private record Setting(String description, String defaultValue) {

        String row(String name) {
            assertThat(description).as("description of " + name).isNotBlank();
            return "| `%s` | %s | %s |"
                    .formatted(
                            name.substring(name.lastIndexOf('.') + 1),
                            defaultValue.isEmpty() ? "" : "`" + defaultValue + "`",
                            description.replaceAll("\\{@\\w+ ([^}]*)}", "`$1`").replaceAll("\\s+", " "));
        }
    }
}
