package org.exeunt.idp;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;

/** The identity provider. What is excluded is in {@code metrics.RequestTimes} and {@code theme.ThemeConfiguration}. */
@SpringBootApplication(exclude = {WebMvcObservationAutoConfiguration.class, JacksonAutoConfiguration.class})
public class IdpServer {

    public static void main(String[] args) {
        SpringApplication.run(IdpServer.class, args);
    }
}
