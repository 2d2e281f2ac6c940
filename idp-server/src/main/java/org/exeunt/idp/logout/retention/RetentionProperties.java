package org.exeunt.idp.logout.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long we remember what is over.
 *
 * @param interval how often each node looks whether there is something to forget; one at a time does it
 * @param sessions how long a session is kept after it ended and its limit passed, with what was given under it: people see it in
 *     the list of their devices
 * @param tokens how long tokens that ran out, and authorizations that were revoked, are kept: until then presenting one a second
 *     time ends its authorization, and revoking one finds it
 * @param notifications how long notifications that were acknowledged or given up are kept
 * @param audit how long we remember what was ended, by whom and why
 */
@ConfigurationProperties("exeunt.retention")
record RetentionProperties(
        @DefaultValue("5m") Duration interval,
        @DefaultValue("7d") Duration sessions,
        @DefaultValue("7d") Duration tokens,
        @DefaultValue("7d") Duration notifications,
        @DefaultValue("90d") Duration audit) {}
