package org.exeunt.idp.logout.automatic;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Ending sessions that are past their limit.
 *
 * @param sweepInterval interval at which each node ends sessions past their limit; until then they are refused
 *     everywhere, but apps are not notified yet
 */
@ConfigurationProperties("exeunt.session")
record ExpiryProperties(@DefaultValue("10s") Duration sweepInterval) {}
