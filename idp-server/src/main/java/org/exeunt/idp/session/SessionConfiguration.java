package org.exeunt.idp.session;

import java.security.SecureRandom;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SessionProperties.class)
@EnableSpringHttpSession
class SessionConfiguration {

    @Bean
    CookieSerializer sessionCookieSerializer(SessionProperties properties) {
        var cookie = new DefaultCookieSerializer();
        cookie.setCookieName(properties.cookieName());
        cookie.setCookiePath("/");
        cookie.setUseSecureCookie(properties.isSecure());
        cookie.setUseHttpOnlyCookie(true);
        cookie.setSameSite(properties.session().sameSite().attribute());
        cookie.setUseBase64Encoding(false);
        return cookie;
    }

    @Bean
    BrowserSessionIds browserSessionIds(CookieSerializer cookie, SecureRandom random) {
        return new BrowserSessionIds(cookie, random);
    }

    /**
     * Where browser sessions are kept. Ours and not Spring Boot's, whose configuration reads a file of error codes of all databases at
     * the start, and nobody asks for them. Expired ones are forgotten by the retention.
     */
    @Bean
    JdbcIndexedSessionRepository browserSessionRepository(
            JdbcOperations statements,
            PlatformTransactionManager transactionManager,
            BrowserSessionIds ids,
            SessionProperties properties,
            @Value("${spring.datasource.url}") String databaseUrl) {
        // Joins the caller's transaction if there is one; otherwise its writes would survive our rollbacks.
        var repository = new JdbcIndexedSessionRepository(statements, new TransactionTemplate(transactionManager));
        repository.setSessionIdGenerator(ids);
        repository.setDefaultMaxInactiveInterval(properties.session().lifetime());
        repository.setCleanupCron(Scheduled.CRON_DISABLED);
        attributesMayBeCreatedTwice(databaseUrl).customize(repository);
        return repository;
    }

    /** Two concurrent requests may each create the same attribute of the browser session. */
    private static SessionRepositoryCustomizer<JdbcIndexedSessionRepository> attributesMayBeCreatedTwice(
            String databaseUrl) {
        return databaseUrl.startsWith("jdbc:h2:")
                ? repository -> repository.setCreateSessionAttributeQuery("""
                        MERGE INTO %TABLE_NAME%_ATTRIBUTES (SESSION_PRIMARY_ID, ATTRIBUTE_NAME, ATTRIBUTE_BYTES)
                        KEY (SESSION_PRIMARY_ID, ATTRIBUTE_NAME) VALUES (?, ?, ?)""")
                : new PostgreSqlJdbcIndexedSessionRepositoryCustomizer();
    }
}
