package org.exeunt.idp.database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.task.ThreadPoolTaskSchedulerCustomizer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;

/** A scheduled job that fails while the database is away adds nothing to the log; it runs again. */
@Component
class ScheduledJobErrors implements ThreadPoolTaskSchedulerCustomizer {

    private static final Logger log = LoggerFactory.getLogger(ScheduledJobErrors.class);

    private final DatabaseAvailability availability;

    ScheduledJobErrors(DatabaseAvailability availability) {
        this.availability = availability;
    }

    @Override
    public void customize(ThreadPoolTaskScheduler scheduler) {
        scheduler.setErrorHandler(failure -> DatabaseAvailability.unavailability(failure)
                .ifPresentOrElse(
                        availability::failed, () -> log.error("scheduled job failed, the next run retries", failure)));
    }
}
