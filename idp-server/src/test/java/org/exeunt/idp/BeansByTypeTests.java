package org.exeunt.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.exeunt.idp.BeansByType.OfProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.boot.web.servlet.ServletRegistration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Controller;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

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
    void what_is_not_looked_for_is_nowhere() {
        assertThat(annotatedWith(Controller.class)).as("this finds something").hasSizeGreaterThan(10);
        assertThat(annotatedWith(FilterRegistration.class)).isEmpty();
        assertThat(annotatedWith(ServletRegistration.class)).isEmpty();
        assertThat(annotatedWith(ControllerAdvice.class)).isEmpty();
        assertThat(types())
                .as("listeners implement ApplicationListener")
                .noneSatisfy(type -> assertThat(ReflectionUtils.getAllDeclaredMethods(type))
                        .anyMatch(method -> AnnotatedElementUtils.hasAnnotation(method, EventListener.class)));
    }

    @Test
    void every_controller_is_found() {
        Set<Class<?>> handlers = server()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .values()
                .stream()
                .map(HandlerMethod::getBeanType)
                .collect(Collectors.toSet());

        assertThat(handlers)
                .containsExactlyInAnyOrderElementsOf(types().stream()
                        .filter(type -> AnnotatedElementUtils.hasAnnotation(type, Controller.class))
                        .collect(Collectors.toSet()));
    }

    private static Set<String> annotatedWith(Class<? extends Annotation> annotationType) {
        var beans = (BeansByType) server().getBeanFactory();
        return all(beans)
                .filter(name -> elements(beans, name)
                        .anyMatch(element -> AnnotatedElementUtils.hasAnnotation(element, annotationType)))
                .collect(Collectors.toSet());
    }

    /** Where a bean may have an annotation: its class, and the method that made it. */
    private static Stream<AnnotatedElement> elements(BeansByType beans, String name) {
        Stream<AnnotatedElement> method = beans.containsBeanDefinition(name)
                        && beans.getMergedBeanDefinition(name) instanceof RootBeanDefinition root
                ? Stream.ofNullable(root.getResolvedFactoryMethod())
                : Stream.empty();
        return Stream.concat(method, Stream.ofNullable(beans.getType(name)));
    }

    private static Set<Class<?>> types() {
        var beans = (BeansByType) server().getBeanFactory();
        return all(beans).map(beans::getType).filter(Objects::nonNull).collect(Collectors.toSet());
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
