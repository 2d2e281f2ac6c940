package org.exeunt.idp;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What makes a program unpredictable, in one place, so that tests can hold them in their hand. */
@Configuration(proxyBeanMethods = false)
class TimeAndRandomnessConfiguration {

    @Bean
    @ConditionalOnMissingBean
    InstantSource instantSource() {
        return Clock.systemUTC();
    }

    /** The time zone of texts for users: {@code exeunt.time-zone}, else that of this machine. */
    @Bean
    ZoneId timeZone(@Value("${exeunt.time-zone:}") String configured) {
        return configured.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(configured);
    }

    @Bean
    @ConditionalOnMissingBean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }
}
