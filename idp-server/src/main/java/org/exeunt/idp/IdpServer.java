package org.exeunt.idp;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** The identity provider. It times requests itself, and its JSON has no settings. */
@SpringBootApplication(exclude = {WebMvcObservationAutoConfiguration.class, JacksonAutoConfiguration.class})
public class IdpServer {

    public static void main(String[] args) {
        SpringApplication.run(IdpServer.class, args);
    }

    @Bean
    JsonMapper json() {
        return JsonMapper.builder().build();
    }
}
