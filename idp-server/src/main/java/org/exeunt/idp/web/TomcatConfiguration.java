package org.exeunt.idp.web;

import java.util.EnumMap;
import org.apache.catalina.Valve;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What must happen below the filters, since some answers never reach them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpProperties.class)
class TomcatConfiguration {

    /** After Spring Boot's own customizer, whose valve finds out whether a request came by https. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcatCustomizer(HttpProperties properties) {
        return factory -> {
            var valves = new EnumMap<FilterOrder, Valve>(FilterOrder.class);
            valves.put(FilterOrder.SECURITY_HEADERS, new SecurityHeadersValve());
            valves.put(FilterOrder.BODY_LIMIT, new RequestBodyValve(properties.bodyTimeout()));
            factory.addEngineValves(valves.values().toArray(Valve[]::new));
            factory.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(ContainerErrorValve.class.getName());
                }
            });
        };
    }
}
