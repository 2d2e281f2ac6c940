package org.exeunt.idp;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;

/** The identity provider. It times requests itself, and makes its JSON with its pages. */
@SpringBootApplication(exclude = {WebMvcObservationAutoConfiguration.class, JacksonAutoConfiguration.class})
public class IdpServer {

    public static void main(String[] args) {
        SpringApplication.run(IdpServer.class, args);
    }
}
