package org.exeunt.idp.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the public port for which Spring Boot has no setting.
 *
 * @param bodyTimeout time limit for the body of a request to arrive
 */
@ConfigurationProperties("exeunt.http")
record HttpProperties(@DefaultValue("10s") Duration bodyTimeout) {}
