package org.exeunt.idp.logout.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Retention times of ended and expired rows.
 *
 * @param interval interval at which each node looks for rows to delete; one node at a time deletes
 * @param sessions how long a session and what was issued under it are kept after it ended and its limit passed: users
 *     see it in the list of their devices
 * @param tokens how long expired tokens and revoked authorizations are kept: until then a second use of a token is
 *     detected, and a revocation finds it
 * @param notifications how long notifications are kept after they were acknowledged or given up
 * @param audit how long audit events are kept
 */
@ConfigurationProperties("exeunt.retention")
record RetentionProperties(
        @DefaultValue("5m") Duration interval,
        @DefaultValue("7d") Duration sessions,
        @DefaultValue("7d") Duration tokens,
        @DefaultValue("7d") Duration notifications,
        @DefaultValue("90d") Duration audit) {}
