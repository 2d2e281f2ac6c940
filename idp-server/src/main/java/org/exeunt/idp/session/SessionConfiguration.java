package org.exeunt.idp.session;

import java.security.SecureRandom;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
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

    /** Without this bean of this name Spring Session works in transactions of its own and survives our roll-backs. */
    @Bean
    TransactionOperations springSessionTransactionOperations(PlatformTransactionManager transactionManager) {
        return new TransactionTemplate(transactionManager);
    }

    /** Of two pages that open at once each may be the first to keep something in the browser session. */
    @Bean
    SessionRepositoryCustomizer<JdbcIndexedSessionRepository> attributesMayBeCreatedTwice(
            @Value("${spring.datasource.url}") String databaseUrl) {
        return databaseUrl.startsWith("jdbc:h2:")
                ? repository -> repository.setCreateSessionAttributeQuery("""
                        MERGE INTO %TABLE_NAME%_ATTRIBUTES (SESSION_PRIMARY_ID, ATTRIBUTE_NAME, ATTRIBUTE_BYTES)
                        KEY (SESSION_PRIMARY_ID, ATTRIBUTE_NAME) VALUES (?, ?, ?)""")
                : new PostgreSqlJdbcIndexedSessionRepositoryCustomizer();
    }

    @Bean
    SessionRepositoryCustomizer<JdbcIndexedSessionRepository> browserSessionsLastAsLongAsSsoSessions(
            SessionProperties properties) {
        return repository ->
                repository.setDefaultMaxInactiveInterval(properties.session().lifetime());
    }
}
