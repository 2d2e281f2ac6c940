package org.exeunt.idp.session;

import java.security.SecureRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
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

    @Bean
    SessionRepositoryCustomizer<JdbcIndexedSessionRepository> browserSessionsLastAsLongAsSsoSessions(
            SessionProperties properties) {
        return repository ->
                repository.setDefaultMaxInactiveInterval(properties.session().lifetime());
    }
}
