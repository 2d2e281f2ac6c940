package org.exeunt.idp.logout.legacy;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LegacyProperties.class)
class LegacyConfiguration {}
