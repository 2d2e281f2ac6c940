package org.exeunt.idp.logout.automatic;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ExpiryProperties.class)
class ExpiryConfiguration implements SchedulingConfigurer {

    private final ExpiryJob sweeper;
    private final ExpiryProperties properties;

    ExpiryConfiguration(ExpiryJob sweeper, ExpiryProperties properties) {
        this.sweeper = sweeper;
        this.properties = properties;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        tasks.addFixedDelayTask(
                new FixedDelayTask(sweeper::sweep, properties.sweepInterval(), properties.sweepInterval()));
    }
}
