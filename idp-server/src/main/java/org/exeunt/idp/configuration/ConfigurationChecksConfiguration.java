package org.exeunt.idp.configuration;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConfigurationVersion.class)
class ConfigurationChecksConfiguration {

    /** Static, since post-processors are made before this class could be. */
    @Bean
    static ConfigurationChecks configurationChecks(ConfigurableEnvironment environment) {
        return new ConfigurationChecks(environment);
    }
}
