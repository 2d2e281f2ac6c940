package org.exeunt.idp;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.ApplicationContextFactory;
import org.springframework.boot.WebApplicationType;
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

    private static final class Beans extends DefaultListableBeanFactory {

        /** Answers for generic types are not remembered; but where there is no bean of the class, none has the right parameters. */
        @Override
        public String[] getBeanNamesForType(ResolvableType type, boolean includeNonSingletons, boolean allowEagerInit) {
            Class<?> raw = type.hasGenerics() ? type.resolve() : null;
            return raw == null || super.getBeanNamesForType(raw, includeNonSingletons, allowEagerInit).length > 0
                    ? super.getBeanNamesForType(type, includeNonSingletons, allowEagerInit)
                    : new String[0];
        }
    }
}
