package org.exeunt.idp.keys;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.security.SecureRandom;
import java.time.Duration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationListener;
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
    KeyedHash keyedHash(KeyEncryption keyEncryption) {
        return new KeyedHash(keyEncryption.key());
    }

    @Bean
    JWKSource<SecurityContext> publishedKeys(SigningKeyCache keys) {
        return (selector, _) -> selector.select(keys.published());
    }

    @Bean
    NativeRsaProvider nativeRsa() {
        return new NativeRsaProvider();
    }

    @Bean
    JwtEncoder jwtEncoder(SigningKeyCache keys, NativeRsaProvider nativeRsaProvider) {
        return new SigningJwtEncoder(keys::signing, nativeRsaProvider::provider);
    }

    /** Not before: a sixth of the start went into it, and nobody wants a signature then. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> nativeRsaIsLoadedOnceTheServerIsReady(
            NativeRsaProvider nativeRsaProvider) {
        return _ -> Thread.ofPlatform().name("native-rsa").daemon().start(nativeRsaProvider::provider);
    }

    @Bean
    SchedulingConfigurer keysAreRenewed(SigningKeyCache keys) {
        return tasks -> tasks.addFixedDelayTask(new FixedDelayTask(keys::renew, RENEW_EVERY, RENEW_EVERY));
    }
}
