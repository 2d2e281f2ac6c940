package org.exeunt.idp.whole;

import java.util.Map;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Gives a server bcrypt with the lowest cost, so that tests do not spend their time on it. That production keeps the usual cost
 * is tested by {@code AccountConfigurationTests}.
 */
final class CheapPasswords implements BeanPostProcessor {

    private static final int LOWEST_COST = 4;

    @Override
    @SuppressWarnings("deprecation") // Races store {noop} passwords.
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DelegatingPasswordEncoder
                ? new DelegatingPasswordEncoder(
                        "bcrypt",
                        Map.<String, PasswordEncoder>of(
                                "bcrypt",
                                new BCryptPasswordEncoder(LOWEST_COST),
                                "noop",
                                NoOpPasswordEncoder.getInstance()))
                : bean;
    }
}
