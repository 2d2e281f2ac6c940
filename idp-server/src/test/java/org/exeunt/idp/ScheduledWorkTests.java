package org.exeunt.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.FixedDelayTask;

class ScheduledWorkTests {

    private static final SchedulingConfigurer EVERY_HOUR =
            tasks -> tasks.addFixedDelayTask(new FixedDelayTask(() -> {}, Duration.ofHours(1), Duration.ofHours(1)));

    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private final SmartLifecycle work = new ScheduledWork().scheduledTasks(scheduler, List.of(EVERY_HOUR));

    @BeforeEach
    void open() {
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.initialize();
    }

    @AfterEach
    void close() {
        scheduler.shutdown();
    }

    @Test
    void nothing_is_done_before_the_web_server_has_its_port() {
        assertThat(work.getPhase()).isGreaterThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
        assertThat(waiting()).isZero();
    }

    @Test
    void what_is_stopped_is_done_no_more() {
        work.start();
        assertThat(waiting()).isOne();

        work.stop();
        work.stop();

        assertThat(waiting()).isZero();
        assertThat(work.isRunning()).isFalse();
    }

    private int waiting() {
        return scheduler.getScheduledThreadPoolExecutor().getQueue().size();
    }
}
