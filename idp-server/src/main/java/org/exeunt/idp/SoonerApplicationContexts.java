package org.exeunt.idp;

import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.ApplicationContextFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindingPostProcessor;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

/**
 * Makes the application context that Spring Boot would make, with a memory for questions by type: a start asks some hundred times
 * which of five hundred beans are of a type, and without it a seventh of the start goes into the answers.
 *
 * <p>So a bean's method has to declare whatever the bean is looked for by: whether one is found that turns out to be more, once it was
 * made, depends on who asked first.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SoonerApplicationContexts implements ApplicationContextFactory {

    @Override
    public @Nullable ConfigurableApplicationContext create(@Nullable WebApplicationType type) {
        if (type != WebApplicationType.SERVLET) {
            return null;
        }
        return AotDetector.useGeneratedArtifacts()
                ? new ServletWebServerApplicationContext(new Beans()) {
                    @Override
                    protected void registerBeanPostProcessors(ConfigurableListableBeanFactory beans) {
                        beans.freezeConfiguration();
                        super.registerBeanPostProcessors(beans);
                    }
                }
                : new AnnotationConfigServletWebServerApplicationContext(new Beans()) {
                    @Override
                    protected void registerBeanPostProcessors(ConfigurableListableBeanFactory beans) {
                        beans.freezeConfiguration();
                        super.registerBeanPostProcessors(beans);
                    }
                };
    }

    /**
     * Knows of each bean what it is: by its declaration, and once it is made by itself. The framework goes through all beans for each
     * question.
     */
    private static final class Beans extends DefaultListableBeanFactory {

        /** The names of the beans that are a class or an interface, in no order. */
        private final Map<Class<?>, Set<String>> names = new ConcurrentHashMap<>();

        /** Their places in the order of the answers: of those that are declared, the others come after them. */
        private final Map<String, Integer> places = new HashMap<>();

        private boolean known;

        @Override
        public void freezeConfiguration() {
            super.freezeConfiguration();
            String[] declared = getBeanDefinitionNames();
            for (int place = 0; place < declared.length; place++) {
                places.put(declared[place], place);
            }
            known = Arrays.stream(declared).allMatch(this::isKnown);
            for (String name : getSingletonNames()) {
                Object made = getSingleton(name, false);
                if (made != null) {
                    remember(made instanceof FactoryBean ? FACTORY_BEAN_PREFIX + name : name, made.getClass());
                }
            }
        }

        /** Not so if its type is not declared, and only its factory knows it. */
        private boolean isKnown(String name) {
            Class<?> type = getType(name, false);
            if (type == null) {
                return false;
            }
            remember(name, type);
            Class<?> factory = isFactoryBean(name) ? getType(FACTORY_BEAN_PREFIX + name) : null;
            if (factory != null) {
                remember(FACTORY_BEAN_PREFIX + name, factory);
            }
            return true;
        }

        @Override
        protected void addSingleton(String name, Object made) {
            super.addSingleton(name, made);
            remember(made instanceof FactoryBean ? FACTORY_BEAN_PREFIX + name : name, made.getClass());
        }

        private void remember(String name, Class<?> kind) {
            boolean isNew = names.computeIfAbsent(kind, _ -> new CopyOnWriteArraySet<>())
                    .add(name);
            if (isNew) {
                Class<?> parent = kind.getSuperclass();
                if (parent != null && parent != Object.class) {
                    remember(name, parent);
                }
                for (Class<?> part : kind.getInterfaces()) {
                    remember(name, part);
                }
            }
        }

        @Override
        public String[] getBeanNamesForType(
                @Nullable Class<?> type, boolean includeNonSingletons, boolean allowEagerInit) {
            return type == null || type == Object.class || !known
                    ? super.getBeanNamesForType(type, includeNonSingletons, allowEagerInit)
                    : namesOf(type, includeNonSingletons).toArray(String[]::new);
        }

        @Override
        public String[] getBeanNamesForType(ResolvableType type, boolean includeNonSingletons, boolean allowEagerInit) {
            Class<?> raw = type.hasGenerics() ? type.resolve() : null;
            return raw == null || !known
                    ? super.getBeanNamesForType(type, includeNonSingletons, allowEagerInit)
                    : namesOf(raw, includeNonSingletons)
                            .filter(name -> isTypeMatch(name, type))
                            .toArray(String[]::new);
        }

        @Override
        public void addBeanPostProcessors(Collection<? extends BeanPostProcessor> processors) {
            super.addBeanPostProcessors(processors.stream()
                    .map(p -> p instanceof ConfigurationPropertiesBindingPostProcessor binding
                            ? new OfProperties(binding)
                            : p)
                    .toList());
        }

        @Override
        public <A extends Annotation> @Nullable A findAnnotationOnBean(
                String name, Class<A> annotationType, boolean allowFactoryBeanInit) {
            Class<?> type = getType(name, allowFactoryBeanInit);
            return type != null && type.getName().endsWith("Configuration")
                    ? null
                    : super.findAnnotationOnBean(name, annotationType, allowFactoryBeanInit);
        }

        private record OfProperties(BeanPostProcessor binding) implements BeanPostProcessor {
            @Override
            public @Nullable Object postProcessBeforeInitialization(Object bean, String name) {
                return bean.getClass().getName().endsWith("Properties") || bean instanceof DataSource
                        ? binding.postProcessBeforeInitialization(bean, name)
                        : bean;
            }
        }

        private Stream<String> namesOf(Class<?> kind, boolean includeNonSingletons) {
            return names.getOrDefault(kind, Set.of()).stream()
                    .filter(name -> includeNonSingletons || isSingleton(name))
                    .sorted(Comparator.comparing(name -> places.getOrDefault(name, Integer.MAX_VALUE)));
        }
    }
}
