package org.exeunt.idp.logout.automatic;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Ending sessions that are past their limit.
 *
 * @param sweepInterval how often each node looks for them; until then they are refused everywhere, but apps are not told yet
 */
@ConfigurationProperties("exeunt.session")
record ExpiryProperties(@DefaultValue("10s") Duration sweepInterval) {}
