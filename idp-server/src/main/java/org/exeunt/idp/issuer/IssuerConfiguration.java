package org.exeunt.idp.issuer;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IssuerConfiguration {

    @Bean
    Issuer issuer(@Value("${exeunt.issuer}") String configured) {
        return Issuer.valueOf(configured);
    }
}
