package org.exeunt.demo.config;

import java.time.InstantSource;
import java.util.Base64;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;

@Configuration(proxyBeanMethods = false)
class DemoConfiguration {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    /** Values that nobody can guess: 256 bits, fit for a URL and for a PKCE verifier. */
    @Bean
    StringKeyGenerator unguessable() {
        return new Base64StringKeyGenerator(Base64.getUrlEncoder().withoutPadding(), 32);
    }
}
