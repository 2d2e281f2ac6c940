package org.exeunt.idp;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.exeunt.idp.account.ConfiguredAccounts;
import org.exeunt.idp.client.ConfiguredClients;
import org.exeunt.idp.issuer.Issuer;
import org.exeunt.idp.keys.SigningKeyCache;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Logs at each start with what the server runs, and warns of what does not suit production. */
@Component
class StartSummary {

    private static final Logger log = LoggerFactory.getLogger(StartSummary.class);

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> PRODUCTION = Set.of("production", "prod");

    private final Issuer issuer;
    private final String databaseUrl;
    private final ConfiguredClients clients;
    private final ConfiguredAccounts accounts;
    private final SigningKeyCache keys;
    private final InstantSource clock;
    private final List<String> profiles;

    StartSummary(
            Issuer issuer,
            JdbcConnectionDetails database,
            ConfiguredClients clients,
            ConfiguredAccounts accounts,
            SigningKeyCache keys,
            InstantSource clock,
            Environment environment) {
        this.issuer = issuer;
        this.databaseUrl = database.getJdbcUrl();
        this.clients = clients;
        this.accounts = accounts;
        this.keys = keys;
        this.clock = clock;
        this.profiles = Arrays.asList(environment.getActiveProfiles());
    }

    @EventListener(ApplicationReadyEvent.class)
    void log() {
        log.info(
                "started: issuer={} database={} configured_clients={} configured_accounts={} signing_key_age_days={}",
                issuer,
                // What follows may contain a password.
                databaseUrl.split("[;?]", 2)[0],
                clients.count(),
                accounts.count(),
                keys.createdAt().stream()
                        .map(made -> Duration.between(made, clock.instant()).toDays())
                        .toList());
        warn();
    }

    private void warn() {
        boolean isEmbedded = databaseUrl.startsWith("jdbc:h2:");
        boolean isLocal = LOOPBACK.contains(issuer.host());
        boolean isProduction = profiles.stream().anyMatch(PRODUCTION::contains);
        if (isLocal && (isProduction || (!isEmbedded && profiles.isEmpty()))) {
            log.warn(
                    "issuer is a loopback address, which other machines cannot reach: issuer={}. Set exeunt.issuer.",
                    issuer);
        }
        if (isEmbedded && (isProduction || !isLocal)) {
            log.warn(
                    "database is embedded, which supports one process only: database={}. Set spring.datasource.url for"
                            + " several nodes.",
                    databaseUrl.split("[;?]", 2)[0]);
        }
    }
}
