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
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindingPostProcessor;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.boot.web.servlet.ServletRegistration;
import org.springframework.core.ResolvableType;
import org.springframework.security.config.annotation.authentication.configuration.EnableGlobalAuthentication;
import org.springframework.web.bind.annotation.ControllerAdvice;

/**
 * The framework's factory of beans, which remembers of each bean what it is: by its declaration, and once it is made by itself. The
 * framework goes through all beans for each question of this kind, and a start asks some seven hundred.
 *
 * <p>So a bean's method has to declare whatever the bean is looked for by before it is made.
 */
final class BeansByType extends DefaultListableBeanFactory {

    /** What no bean has, or nobody needs to know of. */
    static final Set<Class<? extends Annotation>> NOWHERE = Set.of(
            EnableGlobalAuthentication.class,
            FilterRegistration.class,
            ServletRegistration.class,
            ControllerAdvice.class);

    /** The names of the beans that are a class or an interface, in no order. */
    private final Map<Class<?>, Set<String>> names = new ConcurrentHashMap<>();

    /** Their places in an answer. What was not declared, but made elsewhere, comes last. */
    private final Map<String, Integer> places = new HashMap<>();

    /** Whether we know of every bean. */
    private boolean complete;

    /** Whether we know of any: not before all are declared. */
    private boolean begun;

    /** From now on all beans are declared, and answers are remembered. */
    @Override
    public void freezeConfiguration() {
        super.freezeConfiguration();
        if (!begun) {
            begun = true;
            look();
        }
    }

    /** One that comes late all the same. */
    @Override
    public void registerBeanDefinition(String name, BeanDefinition definition) {
        super.registerBeanDefinition(name, definition);
        if (begun) {
            look();
        }
    }

    @Override
    public void removeBeanDefinition(String name) {
        super.removeBeanDefinition(name);
        if (begun) {
            look();
        }
    }

    private void look() {
        names.clear();
        places.clear();
        String[] declared = getBeanDefinitionNames();
        for (int place = 0; place < declared.length; place++) {
            places.put(declared[place], place);
        }
        complete = Arrays.stream(declared).allMatch(this::isOfADeclaredType);
        for (String name : getSingletonNames()) {
            Object made = getSingleton(name, false);
            if (made != null) {
                remember(name, made);
            }
        }
    }

    /** Not so if only a factory knows what it will make. */
    private boolean isOfADeclaredType(String name) {
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
        remember(name, made);
    }

    private void remember(String name, Object made) {
        remember(made instanceof FactoryBean ? FACTORY_BEAN_PREFIX + name : name, made.getClass());
    }

    private void remember(String name, Class<?> kind) {
        boolean isNew =
                names.computeIfAbsent(kind, _ -> new CopyOnWriteArraySet<>()).add(name);
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
    public String[] getBeanNamesForType(@Nullable Class<?> type, boolean includeNonSingletons, boolean allowEagerInit) {
        return type == null || type == Object.class || !complete
                ? super.getBeanNamesForType(type, includeNonSingletons, allowEagerInit)
                : namesOf(type, includeNonSingletons).toArray(String[]::new);
    }

    @Override
    public String[] getBeanNamesForType(ResolvableType type, boolean includeNonSingletons, boolean allowEagerInit) {
        Class<?> raw = type.hasGenerics() ? type.resolve() : null;
        return raw == null || !complete
                ? super.getBeanNamesForType(type, includeNonSingletons, allowEagerInit)
                : namesOf(raw, includeNonSingletons)
                        .filter(name -> isTypeMatch(name, type))
                        .toArray(String[]::new);
    }

    /** What a bean was declared as it need not be any more, if somebody replaced it. */
    private Stream<String> namesOf(Class<?> kind, boolean includeNonSingletons) {
        return names.getOrDefault(kind, Set.of()).stream()
                .filter(name -> containsLocalBean(name) && isTypeMatch(name, kind))
                .filter(name -> includeNonSingletons || isSingleton(name))
                .sorted(Comparator.comparing(
                        name -> places.getOrDefault(BeanFactoryUtils.transformedBeanName(name), Integer.MAX_VALUE)));
    }

    /** Whether it answers by itself: of some bean it may not be known what it will be. */
    boolean isComplete() {
        return complete;
    }

    /**
     * On configurations nobody looks for annotations any more, once they are declared, but for what has settings; and to look, the JVM
     * makes a class for each kind of condition that is on them. Spring Security does look for the one that switches it on, on every
     * bean, and writes what it finds to a log; the web server looks on each filter for settings, which here are made by a
     * {@link org.springframework.boot.web.servlet.FilterRegistrationBean}.
     */
    @Override
    public <A extends Annotation> @Nullable A findAnnotationOnBean(
            String name, Class<A> annotationType, boolean allowFactoryBeanInit) {
        return begun && (NOWHERE.contains(annotationType) || isConfigurationWithoutSettings(name, annotationType))
                ? null
                : super.findAnnotationOnBean(name, annotationType, allowFactoryBeanInit);
    }

    private boolean isConfigurationWithoutSettings(String name, Class<? extends Annotation> annotationType) {
        Class<?> type = annotationType == ConfigurationProperties.class ? null : getType(name, false);
        return type != null
                && type.getName().endsWith("Configuration")
                && containsBeanDefinition(name)
                && getMergedBeanDefinition(name).getFactoryMethodName() == null;
    }

    @Override
    public void addBeanPostProcessors(Collection<? extends BeanPostProcessor> processors) {
        super.addBeanPostProcessors(processors.stream()
                .map(processor -> processor instanceof ConfigurationPropertiesBindingPostProcessor
                        ? new OfProperties(processor)
                        : processor)
                .toList());
    }

    /** Settings are bound to what has some, by its name; every other bean would be asked whether its class or its method says so. */
    static final class OfProperties implements BeanPostProcessor {

        private final BeanPostProcessor binding;

        OfProperties(BeanPostProcessor binding) {
            this.binding = binding;
        }

        static boolean haveSettings(Object bean) {
            String type = bean.getClass().getName();
            return type.endsWith("Properties") || type.endsWith("DataSource");
        }

        @Override
        public @Nullable Object postProcessBeforeInitialization(Object bean, String name) {
            return haveSettings(bean) ? binding.postProcessBeforeInitialization(bean, name) : bean;
        }
    }
}
