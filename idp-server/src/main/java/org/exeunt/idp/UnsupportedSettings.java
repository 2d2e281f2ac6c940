package org.exeunt.idp;

import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Refuses to start with a setting of Spring Boot that would have no effect because a bean of this server replaces what the setting
 * configures, or that would break a promise of this server. Every other setting of Spring Boot has its documented effect.
 */
@Configuration(proxyBeanMethods = false)
class UnsupportedSettings {

    private static final String AUTO_COMMIT = "spring.datasource.hikari.auto-commit";

    private static final List<Refusal> REFUSALS = List.of(
            new Refusal(
                    "spring.security.user",
                    "People sign in with the accounts of the database. Configure an account below exeunt.accounts."),
            new Refusal(
                    "spring.security.oauth2",
                    "Clients are kept in the database and the addresses of the endpoints are fixed."
                            + " Configure clients below exeunt.clients and the issuer as exeunt.issuer."),
            new Refusal(
                    "spring.session.jdbc.table-name", "The migrations of the server name the table spring_session."),
            new Refusal("spring.session.timeout", "Set exeunt.session.lifetime and exeunt.session.idle-timeout."),
            new Refusal(
                    "server.servlet.session",
                    "Set exeunt.session.lifetime, .idle-timeout and .same-site; name and path of the cookie are fixed."),
            new Refusal(
                    "spring.http",
                    "The only HTTP client of the server makes back-channel calls. Configure it below exeunt.notifications."),
            new Refusal("spring.messages", "Texts of pages come from the themes."),
            new Refusal(
                    "spring.web.locale",
                    "The person's choice, then the browser, decides the language of pages. Remove the setting."),
            new Refusal(
                    "spring.web.locale-resolver",
                    "The person's choice, then the browser, decides the language of pages. Remove the setting."));

    /**
     * @param name of the setting, or of the group of settings
     * @param remedy what to do instead
     */
    private record Refusal(ConfigurationPropertyName name, String remedy) {

        Refusal(String name, String remedy) {
            this(ConfigurationPropertyName.of(name), remedy);
        }

        boolean concerns(ConfigurationPropertyName setting) {
            return name.equals(setting) || name.isAncestorOf(setting);
        }
    }

    /** Before any other bean is made, so that nothing has touched the database when the start fails. */
    @Bean
    static BeanFactoryPostProcessor refusalOfUnsupportedSettings(Environment environment) {
        return _ -> refuse(environment);
    }

    private static void refuse(Environment environment) {
        for (Refusal refusal : REFUSALS) {
            firstSetting(refusal, environment).ifPresent(setting -> {
                throw new UnsupportedSettingException(setting.toString(), refusal.remedy());
            });
        }
        if (!environment.getProperty(AUTO_COMMIT, Boolean.class, true)) {
            throw new UnsupportedSettingException(
                    AUTO_COMMIT,
                    "On PostgreSQL a logout is one statement that commits by itself; without auto-commit it would be lost."
                            + " Remove the setting.");
        }
    }

    /** Looks at names only, so that no value, which may be a secret, is read or shown. */
    private static Optional<ConfigurationPropertyName> firstSetting(Refusal refusal, Environment environment) {
        for (var source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource settings) {
                Optional<ConfigurationPropertyName> found =
                        settings.stream().filter(refusal::concerns).findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
