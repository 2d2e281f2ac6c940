package org.exeunt.idp;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The identity provider. */
@SpringBootApplication
@EnableScheduling
public class IdpServer {

    public static void main(String[] args) {
        SpringApplication.run(IdpServer.class, args);
    }
}
