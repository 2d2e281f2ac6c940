package org.exeunt.idp;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.info.ProjectInfoAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.metrics.HttpClientMetricsAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.metrics.TomcatMetricsAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;

/** The identity provider. What is excluded costs every start, and either is done here otherwise or nobody uses it. */
@SpringBootApplication(
        exclude = {
            // metrics.RequestTimes
            WebMvcObservationAutoConfiguration.class,
            // theme.ThemeConfiguration
            JacksonAutoConfiguration.class,
            // database.TransactionConfiguration
            TransactionAutoConfiguration.class,
            AopAutoConfiguration.class,
            // What speaks SQL translates errors itself.
            PersistenceExceptionTranslationAutoConfiguration.class,
            // ScheduledWork, and threads of notifications
            TaskExecutionAutoConfiguration.class,
            // database.SchemaConfiguration
            DataSourceInitializationAutoConfiguration.class,
            // notification.BackChannel makes its client itself.
            HttpClientAutoConfiguration.class,
            HttpClientMetricsAutoConfiguration.class,
            HttpServiceClientPropertiesAutoConfiguration.class,
            ImperativeHttpClientAutoConfiguration.class,
            // Starts JMX to count sessions of the web server, which has none; the rest would have to be switched on.
            TomcatMetricsAutoConfiguration.class,
            // For an endpoint that is not exposed.
            InfoContributorAutoConfiguration.class,
            ProjectInfoAutoConfiguration.class
        })
public class IdpServer {

    public static void main(String[] args) {
        SpringApplication.run(IdpServer.class, args);
    }
}
