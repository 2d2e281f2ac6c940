package org.exeunt.idp.configuration;

import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/** Says at a failed start what is wrong, in which line of which file, and how to mend it, instead of a stack trace. */
class InvalidConfigurationAnalyzer extends AbstractFailureAnalyzer<InvalidConfiguration> {

    private final Environment environment;

    InvalidConfigurationAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidConfiguration cause) {
        String problems = cause.faults().stream()
                .map(fault -> "  " + fault.name() + ": " + fault.problem()
                        + origin(fault.name())
                                .map(origin -> "\n      (" + origin + ")")
                                .orElse(""))
                .collect(Collectors.joining("\n"));
        String remedies = cause.faults().stream()
                .map(fault -> "  " + fault.name() + ": " + fault.remedy())
                .distinct()
                .collect(Collectors.joining("\n"));
        return new FailureAnalysis(
                "The configuration cannot be used, and nothing was changed in the database:\n\n" + problems,
                "Change these settings:\n\n" + remedies,
                cause);
    }

    /** Where the setting stands, or the first one below it. Empty if no source knows. */
    private Optional<Origin> origin(String setting) {
        ConfigurationPropertyName name = ConfigurationPropertyName.isValid(setting)
                ? ConfigurationPropertyName.of(setting)
                : ConfigurationPropertyName.adapt(setting, '.');
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource settings) {
                Optional<Origin> origin = settings.stream()
                        .filter(found -> found.equals(name) || name.isAncestorOf(found))
                        .flatMap(found -> Optional.ofNullable(settings.getConfigurationProperty(found)).stream())
                        .flatMap(found -> Optional.ofNullable(found.getOrigin()).stream())
                        .findFirst();
                if (origin.isPresent()) {
                    return origin;
                }
            }
        }
        return Optional.empty();
    }
}
