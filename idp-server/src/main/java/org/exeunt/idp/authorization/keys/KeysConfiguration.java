package org.exeunt.idp.authorization.keys;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.security.SecureRandom;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.security.oauth2.jwt.JwtEncoder;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeyProperties.class)
class KeysConfiguration {

    private static final Duration RENEW_EVERY = Duration.ofMinutes(1);

    @Bean
    KeyEncryption keyEncryption(KeyProperties properties, JdbcConnectionDetails database, SecureRandom random) {
        return new KeyEncryption(
                KeyEncryptionKey.of(properties, database.getJdbcUrl(), random).orElse(null), random);
    }

    @Bean
    JWKSource<SecurityContext> publishedKeys(KeyRing keys) {
        return (selector, _) -> selector.select(keys.published());
    }

    @Bean
    JwtEncoder jwtEncoder(KeyRing keys) {
        return new SigningJwtEncoder(keys::signing, NativeRsa.find());
    }

    @Bean
    SchedulingConfigurer keysAreRenewed(KeyRing keys) {
        return tasks -> tasks.addFixedDelayTask(new FixedDelayTask(keys::renew, RENEW_EVERY, RENEW_EVERY));
    }
}
