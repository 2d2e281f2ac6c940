package org.exeunt.idp.session;

import java.security.SecureRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** What the server adds to the Spring Session that Spring Boot configures. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SessionProperties.class)
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
     * The repository looks for this name. Without it Spring Session opens a transaction of its own for each operation, which stays
     * committed when the caller's transaction is rolled back. Not a default candidate: the application's own
     * {@link TransactionOperations} remain those of Spring Boot.
     */
    @Bean(defaultCandidate = false)
    TransactionOperations springSessionTransactionOperations(PlatformTransactionManager transactionManager) {
        return new TransactionTemplate(transactionManager);
    }

    /** A browser session lasts as long as an SSO session may. */
    @Bean
    SessionRepositoryCustomizer<JdbcIndexedSessionRepository> browserSessionLifetime(SessionProperties properties) {
        return repository ->
                repository.setDefaultMaxInactiveInterval(properties.session().lifetime());
    }

    /** Two concurrent requests may each create the same attribute of the browser session. */
    @Bean
    SessionRepositoryCustomizer<JdbcIndexedSessionRepository> concurrentFirstAttributes(
            JdbcConnectionDetails database) {
        return DatabaseDriver.fromJdbcUrl(database.getJdbcUrl()) == DatabaseDriver.H2
                ? repository -> repository.setCreateSessionAttributeQuery("""
                        MERGE INTO %TABLE_NAME%_ATTRIBUTES (SESSION_PRIMARY_ID, ATTRIBUTE_NAME, ATTRIBUTE_BYTES)
                        KEY (SESSION_PRIMARY_ID, ATTRIBUTE_NAME) VALUES (?, ?, ?)""")
                : new PostgreSqlJdbcIndexedSessionRepositoryCustomizer();
    }
}
