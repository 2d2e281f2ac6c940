package org.exeunt.idp;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** Which module may depend on which: the table of the design. */
class ModularityTests {

    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            entry("secret", Set.of()),
            entry("configuration", Set.of()),
            entry("issuer", Set.of()),
            entry("browser", Set.of("secret")),
            entry("keys", Set.of()),
            entry("database", Set.of()),
            entry("throttle", Set.of("secret")),
            entry("web", Set.of("browser", "client", "configuration", "database", "issuer")),
            entry("account", Set.of("database", "configuration", "keys")),
            entry("client", Set.of("secret", "configuration", "database")),
            entry("session", Set.of("browser", "issuer", "secret", "account", "client", "database")),
            entry("token", Set.of("secret", "account", "client", "session", "database")),
            entry(
                    "authorization",
                    Set.of(
                            "browser",
                            "issuer",
                            "secret",
                            "account",
                            "audit",
                            "client",
                            "session",
                            "token",
                            "theme",
                            "throttle",
                            "database",
                            "web")),
            entry("notification", Set.of("issuer", "account", "audit", "client", "session", "database")),
            entry("audit", Set.of("account", "client", "session", "database")),
            entry("push", Set.of("account", "audit", "authorization", "client", "secret", "session", "token", "web")),
            entry(
                    "logout",
                    Set.of(
                            "browser",
                            "issuer",
                            "secret",
                            "configuration",
                            "account",
                            "audit",
                            "client",
                            "session",
                            "authorization",
                            "token",
                            "notification",
                            "theme",
                            "web",
                            "database")),
            entry(
                    "signin",
                    Set.of(
                            "browser",
                            "issuer",
                            "secret",
                            "account",
                            "audit",
                            "client",
                            "session",
                            "theme",
                            "throttle")),
            entry("theme", Set.of("browser", "issuer", "client", "configuration")));

    private final ApplicationModules modules = ApplicationModules.of(IdpServer.class);

    @Test
    void no_module_reaches_into_another_and_none_form_a_circle() {
        modules.verify();
    }

    @Test
    void every_module_depends_on_what_the_table_allows_and_on_nothing_else() {
        List<ApplicationModule> found = modules.stream().toList();

        assertThat(found.stream().map(module -> module.getIdentifier().toString()))
                .containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
        for (ApplicationModule module : found) {
            Set<String> dependencies = module.getDirectDependencies(modules)
                    .uniqueModules()
                    .map(target -> target.getIdentifier().toString())
                    .collect(Collectors.toSet());

            assertThat(ALLOWED.get(module.getIdentifier().toString()))
                    .as(module.getIdentifier().toString())
                    .containsAll(dependencies);
        }
    }
}
