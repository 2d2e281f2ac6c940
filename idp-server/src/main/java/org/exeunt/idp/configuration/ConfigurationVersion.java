package org.exeunt.idp.configuration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which of two configurations is the newer one, when nodes start with different ones.
 *
 * @param configurationVersion a number that grows with each change of {@code exeunt.clients} or {@code exeunt.accounts}; absent if the last
 *     start always wins
 */
@ConfigurationProperties("exeunt")
public record ConfigurationVersion(@Nullable Long configurationVersion) {

    /**
     * What was applied last.
     *
     * @param version its number, if it had one
     * @param digest of its entries, without passwords; empty if nothing was applied yet
     * @param revision changes whenever a start applies something
     */
    public record Stored(@Nullable Long version, String digest, long revision) {}

    /** Whether something newer was applied. A configuration without a number is older than any that has one. */
    public boolean isOlderThan(Stored applied) {
        return applied.version() != null && (configurationVersion == null || configurationVersion < applied.version());
    }

    /** Whether this one has the number of the one that was applied. */
    public boolean isSameAs(Stored applied) {
        return configurationVersion != null && configurationVersion.equals(applied.version());
    }
}
