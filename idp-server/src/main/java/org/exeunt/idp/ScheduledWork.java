package org.exeunt.idp;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.context.SmartLifecycle;
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
    SmartLifecycle scheduledTasks(TaskScheduler scheduler, List<SchedulingConfigurer> features) {
        return new ScheduledTasks(scheduler, features);
    }

    /** The last to start: a server whose start fails, because its port is taken, has ended no session. */
    private static final class ScheduledTasks implements SmartLifecycle {

        private final TaskScheduler scheduler;
        private final List<SchedulingConfigurer> features;
        private volatile @Nullable ScheduledTaskRegistrar running;

        ScheduledTasks(TaskScheduler scheduler, List<SchedulingConfigurer> features) {
            this.scheduler = scheduler;
            this.features = features;
        }

        @Override
        public void start() {
            var tasks = new ScheduledTaskRegistrar();
            tasks.setTaskScheduler(scheduler);
            running = tasks;
            features.forEach(feature -> feature.configureTasks(tasks));
            tasks.afterPropertiesSet();
        }

        @Override
        public void stop() {
            ScheduledTaskRegistrar tasks = running;
            running = null;
            if (tasks != null) {
                tasks.destroy();
            }
        }

        @Override
        public boolean isRunning() {
            return running != null;
        }
    }
}
