package org.exeunt.idp;

import java.util.List;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/**
 * Does now and then what each feature asks for by a {@link SchedulingConfigurer}. Not by {@code @EnableScheduling}, which looks for
 * annotations of tasks, of which there are none, at each method of each bean, a twentieth of the start.
 */
@Configuration(proxyBeanMethods = false)
class ScheduledWork {

    @Bean
    ThreadPoolTaskScheduler taskScheduler(ThreadPoolTaskSchedulerBuilder builder) {
        return builder.build();
    }

    @Bean
    ScheduledTaskRegistrar scheduledTasks(TaskScheduler scheduler, List<SchedulingConfigurer> features) {
        var tasks = new ScheduledTaskRegistrar();
        tasks.setTaskScheduler(scheduler);
        features.forEach(feature -> feature.configureTasks(tasks));
        return tasks;
    }
}
