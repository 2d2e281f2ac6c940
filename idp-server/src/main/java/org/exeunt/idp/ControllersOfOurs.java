package org.exeunt.idp;

import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * All controllers are this server's own, and none is a configuration: every other class would be asked whether it is one, and for that
 * the JVM makes a class for each annotation that it finds.
 */
@Component
class ControllersOfOurs implements WebMvcRegistrations {

    @Override
    public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
        return new RequestMappingHandlerMapping() {
            @Override
            protected boolean isHandler(Class<?> beanType) {
                String name = beanType.getName();
                return name.startsWith("org.exeunt.")
                        && !name.endsWith("Configuration")
                        && beanType != IdpServer.class
                        && super.isHandler(beanType);
            }
        };
    }
}
