package org.exeunt.idp.web;

import java.util.List;
import org.exeunt.idp.database.DatabaseAvailability;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The servlet filters for all endpoints, each at its place in {@link FilterOrder} and at the paths that it concerns. */
@Configuration(proxyBeanMethods = false)
class FilterConfiguration {

    @Bean
    FilterRegistrationBean<CanonicalPathFilter> canonicalPath(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        return FilterOrder.CANONICAL_PATH.register(new CanonicalPathFilter(mappings));
    }

    @Bean
    FilterRegistrationBean<RequestBodyFilter> refusedBody(
            @Value("${server.tomcat.max-http-form-post-size}") DataSize maximum) {
        return FilterOrder.REFUSED_BODY.register(new RequestBodyFilter(maximum));
    }

    @Bean
    FilterRegistrationBean<LegacyPathFilter> legacyPath() {
        return FilterOrder.LEGACY_PATH.register(new LegacyPathFilter(), LegacyPathFilter.paths());
    }

    @Bean
    FilterRegistrationBean<CrossSitePostFilter> crossSitePost() {
        return FilterOrder.CROSS_SITE_POST.register(new CrossSitePostFilter());
    }

    @Bean
    FilterRegistrationBean<DatabaseUnavailableFilter> databaseUnavailable(DatabaseAvailability availability) {
        return FilterOrder.DATABASE_UNAVAILABLE.register(new DatabaseUnavailableFilter(availability));
    }

    @Bean
    FilterRegistrationBean<LogoutFailureFilter> logoutFailure(
            List<CookieClearing> clearings, DatabaseAvailability availability) {
        return FilterOrder.LOGOUT_FAILURE.register(
                new LogoutFailureFilter(clearings, availability),
                clearings.stream().map(CookieClearing::path).toArray(String[]::new));
    }
}
