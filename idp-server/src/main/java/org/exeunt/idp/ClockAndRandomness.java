package org.exeunt.idp;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The two things that make a program unpredictable, in one place, so that tests can hold them in their hand. */
@Configuration(proxyBeanMethods = false)
class ClockAndRandomness {

    @Bean
    @ConditionalOnMissingBean
    InstantSource instantSource() {
        return Clock.systemUTC();
    }

    @Bean
    @ConditionalOnMissingBean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }
}
