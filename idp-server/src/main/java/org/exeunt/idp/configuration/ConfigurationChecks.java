package org.exeunt.idp.configuration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.exeunt.idp.configuration.KnownSettings.Known;
import org.exeunt.idp.configuration.KnownSettings.Unknown;
import org.exeunt.idp.configuration.KnownSettings.UnusableKey;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Stops the start if something below {@code exeunt} is wrong: a name that no setting has, a key that Spring Boot would change, a
 * value that cannot be read, or what a {@link ConfigurationCheck} finds. It runs before any bean that opens the database, and
 * reports all faults together.
 *
 * <p>Spring Boot itself refuses unknown names only for a prefix that one class has for itself ({@code ignoreUnknownFields}). Its
 * validation ({@code @Validated}) reports one class at a time, shows the refused values, secrets included, and cannot look at the
 * names that the binder drops.
 */
final class ConfigurationChecks implements BeanFactoryPostProcessor {

    private static final String OURS = "exeunt";

    /** Settings that are not bound to a record. */
    private static final List<String> SINGLE = List.of("exeunt.time-zone");

    private final ConfigurableEnvironment environment;

    ConfigurationChecks(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        Map<Class<?>, String> records = records(beans);
        List<ConfigurationFault> faults = new ArrayList<>(names(records));
        Binder binder = Binder.get(environment);
        var unreadable = new Unreadable();
        records.forEach((type, prefix) -> binder.bind(prefix, Bindable.of(type), unreadable));
        faults.addAll(unreadable.faults.values());
        Binder lenient = Binder.get(environment, new Unreadable());
        beans.getBeansOfType(ConfigurationCheck.class, false, false)
                .values()
                .forEach(check -> faults.addAll(check.faults(lenient)));
        if (!faults.isEmpty()) {
            throw new InvalidConfiguration(faults);
        }
    }

    /** The records that settings are bound to, with their prefixes. */
    private static Map<Class<?>, String> records(ConfigurableListableBeanFactory beans) {
        Map<Class<?>, String> records = new LinkedHashMap<>();
        for (String name : beans.getBeanDefinitionNames()) {
            // Without making a factory of beans, which would be too early.
            Class<?> type = beans.getType(name, false);
            ConfigurationProperties properties = type == null || !type.isRecord()
                    ? null
                    : AnnotatedElementUtils.findMergedAnnotation(type, ConfigurationProperties.class);
            if (properties != null && (properties.prefix() + ".").startsWith(OURS + ".")) {
                records.put(Objects.requireNonNull(type), properties.prefix());
            }
        }
        return records;
    }

    private List<ConfigurationFault> names(Map<Class<?>, String> records) {
        var known = new KnownSettings();
        records.forEach((type, prefix) -> known.add(prefix, type));
        SINGLE.forEach(known::add);
        Set<ConfigurationFault> faults = new LinkedHashSet<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> settings) {
                for (String name : settings.getPropertyNames()) {
                    ConfigurationFault fault = fault(name, source.getName(), known);
                    if (fault != null) {
                        faults.add(fault);
                    }
                }
            }
        }
        return List.copyOf(faults);
    }

    private static @Nullable ConfigurationFault fault(String name, String source, KnownSettings known) {
        boolean inEnvironment = source.equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        if (inEnvironment && name.toLowerCase(Locale.ROOT).startsWith(OURS + "_")) {
            return switch (known.lookUpVariable(Arrays.asList(name.split("_+")))) {
                case Known() -> null;
                case Unknown(String meant) -> unknown(name, meant);
                case UnusableKey(String path, String key) ->
                    new ConfigurationFault(
                            name,
                            "in an environment variable the key of an entry of " + path + " cannot have an underscore",
                            "Write the key '" + key.replace("_", "") + "' without it: " + OURS.toUpperCase(Locale.ROOT)
                                    + "_…_" + key.replace("_", "").toUpperCase(Locale.ROOT) + "_….");
            };
        }
        if (!name.startsWith(OURS + ".") && !name.startsWith(OURS + "[")) {
            return null;
        }
        boolean ofOthersToo =
                inEnvironment || source.equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        return switch (known.lookUp(name)) {
            case Known() -> null;
            case Unknown(String meant) -> ofOthersToo && meant == null ? null : unknown(name, meant);
            case UnusableKey(String path, String key) -> unusableKey(path, key);
        };
    }

    private static ConfigurationFault unknown(String name, @Nullable String meant) {
        return new ConfigurationFault(
                name,
                "there is no such setting",
                meant == null
                        ? "Remove it; all settings are in META-INF/spring-configuration-metadata.json."
                        : "Did you mean " + meant + "?");
    }

    private static ConfigurationFault unusableKey(String path, String key) {
        String property = path.endsWith(".accounts") ? "username" : "id";
        return new ConfigurationFault(
                path + "." + key,
                "a key with other characters than letters, digits and dashes is cut or changed by Spring Boot",
                "Write a key of your own choice and below it '" + property + ": " + key
                        + "', or the key in brackets and" + " quotes, \"[" + key + "]\".");
    }

    /** Notes what cannot be read, and goes on without it. */
    private static final class Unreadable implements BindHandler {

        private final Map<ConfigurationPropertyName, ConfigurationFault> faults = new LinkedHashMap<>();

        @Override
        public @Nullable Object onFailure(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) {
            // What contains a value that cannot be read may fail for want of it.
            if (faults.keySet().stream().noneMatch(name::isAncestorOf)) {
                faults.put(
                        name,
                        new ConfigurationFault(
                                name.toString(),
                                String.valueOf(NestedExceptionUtils.getMostSpecificCause(error)
                                        .getMessage()),
                                "Write a value of the type "
                                        + target.getType().resolve(Object.class).getSimpleName() + "."));
            }
            return null;
        }
    }
}
