package org.exeunt.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.exeunt.idp.BeansByType.OfProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/** The server's own beans, all of them: what the framework would find by going through them is found. */
class BeansByTypeTests {

    private static @Nullable ConfigurableApplicationContext server;

    @BeforeAll
    static void start() {
        server = SpringApplication.run(
                IdpServer.class,
                "--spring.datasource.url=jdbc:h2:mem:beans-by-type;USER=sa",
                "--spring.profiles.active=development",
                "--server.port=0",
                "--management.server.port=0");
    }

    @AfterAll
    static void stop() {
        server().close();
    }

    private static ConfigurableApplicationContext server() {
        return Objects.requireNonNull(server);
    }

    @Test
    void beans_are_found_by_whatever_they_are_in_the_order_of_their_declaration() {
        var beans = (BeansByType) server().getBeanFactory();
        Set<Class<?>> kinds = new LinkedHashSet<>();
        all(beans).forEach(name -> {
            Class<?> type = beans.getType(name);
            for (Class<?> kind = type; kind != null; kind = kind.getSuperclass()) {
                kinds.add(kind);
            }
            if (type != null) {
                kinds.addAll(ClassUtils.getAllInterfacesForClassAsSet(type));
            }
        });
        kinds.remove(Object.class);
        kinds.add(Runnable.class);

        assertThat(beans.isComplete()).as("it answers by itself").isTrue();
        assertThat(kinds).hasSizeGreaterThan(300);
        for (Class<?> kind : kinds) {
            assertThat(beans.getBeanNamesForType(kind))
                    .as(kind.getName())
                    .containsExactly(all(beans)
                            .flatMap(name -> itOrItsFactory(beans, name, kind))
                            .toArray(String[]::new));
            assertThat(beans.getBeanNamesForType(kind, false, true))
                    .as("one of " + kind.getName())
                    .containsExactly(all(beans)
                            .flatMap(name -> itOrItsFactory(beans, name, kind))
                            .filter(beans::isSingleton)
                            .toArray(String[]::new));
        }
    }

    private static Stream<String> itOrItsFactory(BeansByType beans, String name, Class<?> kind) {
        return Stream.of(name, "&" + name)
                .filter(which -> beans.containsBean(which) && beans.isTypeMatch(which, kind))
                .limit(1);
    }

    private static Stream<String> all(BeansByType beans) {
        String[] declared = beans.getBeanDefinitionNames();
        Set<String> known = Set.of(declared);
        return Stream.concat(
                Arrays.stream(declared),
                Arrays.stream(beans.getSingletonNames()).filter(name -> !known.contains(name)));
    }

    @Test
    void what_has_settings_is_known_by_its_name() {
        Map<String, ConfigurationPropertiesBean> withSettings = ConfigurationPropertiesBean.getAll(server());

        assertThat(withSettings).isNotEmpty();
        assertThat(withSettings.keySet())
                .allSatisfy(name -> assertThat(OfProperties.haveSettings(server().getBean(name)))
                        .as(name)
                        .isTrue());
    }
}
