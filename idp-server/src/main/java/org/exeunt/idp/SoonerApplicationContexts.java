package org.exeunt.idp;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.ApplicationContextFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Makes the application context that Spring Boot would make, with {@link BeansByType}, whose answers count from when all beans are
 * declared, and not only after the web server was made.
 *
 * <p>Nobody reads {@code @EventListener} there: each method of each bean would be asked for it. A listener implements
 * {@link org.springframework.context.ApplicationListener}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SoonerApplicationContexts implements ApplicationContextFactory {

    @Override
    public @Nullable ConfigurableApplicationContext create(@Nullable WebApplicationType type) {
        if (type != WebApplicationType.SERVLET) {
            return null;
        }
        return AotDetector.useGeneratedArtifacts()
                ? new ServletWebServerApplicationContext(new BeansByType()) {
                    @Override
                    protected void registerBeanPostProcessors(ConfigurableListableBeanFactory beans) {
                        allAreDeclared(beans);
                        super.registerBeanPostProcessors(beans);
                    }
                }
                : new AnnotationConfigServletWebServerApplicationContext(new BeansByType()) {
                    @Override
                    protected void registerBeanPostProcessors(ConfigurableListableBeanFactory beans) {
                        allAreDeclared(beans);
                        super.registerBeanPostProcessors(beans);
                    }
                };
    }

    private static void allAreDeclared(ConfigurableListableBeanFactory beans) {
        if (beans instanceof BeansByType ours) {
            ours.removeBeanDefinition(AnnotationConfigUtils.EVENT_LISTENER_PROCESSOR_BEAN_NAME);
        }
        beans.freezeConfiguration();
    }
}
