package org.exeunt.idp;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.springframework.aot.AotDetector;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Decides whether the code makes the beans that was generated when the package was built (Spring AOT), and which starts sooner. There
 * every condition is answered already, by the configuration inside the archive, and a setting that would have answered it
 * otherwise would silently do nothing.
 *
 * <p>So the package asks for that code, and this takes the wish back as soon as something is set that is not known to be read at run
 * time only. Then the server starts as it does anywhere else: slower, never differently.
 */
final class PreparedBeans implements EnvironmentPostProcessor, Ordered {

    /** The configuration that the generated code was made for. */
    private static final String OURS = "Config resource 'class path resource [application.yml]'";

    /** Where settings are that conditions ask for: the framework's, and our own. */
    private static final List<ConfigurationPropertyName> CONDITIONS = names("spring", "server", "management", "exeunt");

    /** No condition asks for these. */
    private static final List<ConfigurationPropertyName> READ_AT_RUN_TIME = names(
            "exeunt",
            "spring.aot.enabled",
            "spring.application",
            "spring.config",
            "spring.profiles.active",
            "spring.datasource.url",
            "spring.datasource.username",
            "spring.datasource.password",
            "spring.datasource.hikari",
            "server.port",
            "server.address",
            "server.tomcat.accesslog",
            "management.server.address",
            "management.server.port");

    /** But this, of our own. */
    private static final List<ConfigurationPropertyName> CONDITIONS_OF_OURS = names("exeunt.compat");

    private final Log log;

    PreparedBeans(DeferredLogFactory logs) {
        log = logs.getLog(PreparedBeans.class);
    }

    /** After those that read the configuration. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (AotDetector.useGeneratedArtifacts()) {
            decisive(environment).ifPresent(setting -> {
                SpringProperties.setProperty(AotDetector.AOT_ENABLED, "false");
                log.info("the start takes longer: " + setting + " is set, which the prepared beans do not know");
            });
        }
    }

    /** A setting that may answer a condition otherwise than the archive does. */
    static Optional<String> decisive(ConfigurableEnvironment environment) {
        Stream<String> settings = environment.getPropertySources().stream()
                .filter(source -> source instanceof EnumerablePropertySource
                        && !source.getName().startsWith(OURS))
                .flatMap(PreparedBeans::names)
                .filter(PreparedBeans::mayDecide)
                .map(ConfigurationPropertyName::toString);
        return settings.findFirst()
                // Beside the server's port, or none: another set of beans.
                .or(() -> ManagementPortType.get(environment) == ManagementPortType.DIFFERENT
                        ? Optional.empty()
                        : Optional.of("management.server.port"));
    }

    private static Stream<ConfigurationPropertyName> names(PropertySource<?> source) {
        return ConfigurationPropertySource.from(source) instanceof IterableConfigurationPropertySource settings
                ? settings.stream()
                : Stream.empty();
    }

    private static boolean mayDecide(ConfigurationPropertyName name) {
        return below(CONDITIONS, name) && (below(CONDITIONS_OF_OURS, name) || !below(READ_AT_RUN_TIME, name));
    }

    private static boolean below(List<ConfigurationPropertyName> roots, ConfigurationPropertyName name) {
        return roots.stream().anyMatch(root -> root.equals(name) || root.isAncestorOf(name));
    }

    private static List<ConfigurationPropertyName> names(String... names) {
        return Stream.of(names).map(ConfigurationPropertyName::of).toList();
    }
}
