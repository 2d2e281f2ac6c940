package org.exeunt.idp;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;

/** The identity provider. It times requests itself. */
@SpringBootApplication(exclude = WebMvcObservationAutoConfiguration.class)
public class IdpServer {

    public static void main(String[] args) {
        SpringApplication.run(IdpServer.class, args);
    }
}
