package org.exeunt.idp.logout.automatic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.exeunt.idp.account.ConfiguredAccounts;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.ConfiguredClients;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.configuration.ConfigurationFault;
import org.exeunt.idp.configuration.ConfigurationState;
import org.exeunt.idp.configuration.ConfigurationVersion;
import org.exeunt.idp.configuration.ConfigurationVersion.Stored;
import org.exeunt.idp.configuration.InvalidConfiguration;
import org.exeunt.idp.database.Transaction;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Brings the clients and accounts of the database in line with the configuration, before the first request is answered: in one
 * transaction, and only what differs. What ends by that ends as by any logout. Entries that no configuration ever had are left alone.
 */
@Component
class ConfiguredEntriesLoader implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(ConfiguredEntriesLoader.class);

    private static final int ATTEMPTS = 5;

    /** Other nodes take a removed client for registered for five seconds, and may issue tokens to it meanwhile. */
    private static final Duration KNOWN_ELSEWHERE = Duration.ofSeconds(10);

    private final ConfigurationVersion version;
    private final ConfigurationState state;
    private final ConfiguredClients clients;
    private final ConfiguredAccounts accounts;
    private final RelyingParties relyingParties;
    private final LogoutService logoutService;
    private final TransactionOperations transaction;
    private final TaskScheduler scheduler;

    private List<ClientId> removed = List.of();

    ConfiguredEntriesLoader(
            ConfigurationVersion version,
            ConfigurationState state,
            ConfiguredClients clients,
            ConfiguredAccounts accounts,
            RelyingParties relyingParties,
            LogoutService logoutService,
            TransactionOperations transaction,
            TaskScheduler scheduler) {
        this.version = version;
        this.state = state;
        this.clients = clients;
        this.accounts = accounts;
        this.relyingParties = relyingParties;
        this.logoutService = logoutService;
        this.transaction = transaction;
        this.scheduler = scheduler;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (int attempt = 1; !isApplied(attempt == ATTEMPTS); attempt++) {
            log.info("another node applied its configuration meanwhile, compares again: attempt={}", attempt);
        }
    }

    /**
     * Compares, and applies what differs.
     *
     * @return false if another node changed something in between
     */
    private boolean isApplied(boolean lastAttempt) {
        Stored applied = state.read();
        if (version.isOlderThan(applied)) {
            log.warn(
                    "configuration ignored, the database has a newer one:"
                            + " exeunt.configuration-version={} stored={}",
                    version.configurationVersion(),
                    applied.version());
            return true;
        }
        ConfiguredClients.Changes clientChanges = clients.changes();
        ConfiguredAccounts.Changes accountChanges = accounts.changes();
        String digest = digest(clients.canonical() + accounts.canonical());
        if (version.isSameAs(applied)) {
            refuseOtherContent(applied, digest, accountChanges);
        }
        boolean isNew =
                !digest.equals(applied.digest()) || !Objects.equals(version.configurationVersion(), applied.version());
        if (!isNew && clientChanges.isEmpty() && accountChanges.isEmpty()) {
            return true;
        }
        try {
            return Boolean.TRUE.equals(transaction.execute(_ -> {
                if (!state.replace(applied, version.configurationVersion(), digest)) {
                    return false;
                }
                apply(clientChanges);
                apply(accountChanges);
                return true;
            }));
        } catch (PessimisticLockingFailureException aborted) {
            if (lastAttempt) {
                throw aborted;
            }
            return false;
        }
    }

    private void apply(ConfiguredClients.Changes changes) {
        clients.apply(changes);
        changes.removed().forEach(client -> logoutService.logout(new LogoutRequest.ClientRemoval(client)));
        Transaction.afterCommit(() -> {
            changes.removed()
                    .forEach(client -> log.info("client disabled, it is not configured any more: client={}", client));
            removed = changes.removed();
        });
    }

    private void apply(ConfiguredAccounts.Changes changes) {
        accounts.apply(changes);
        changes.passwords()
                .forEach(password -> logoutService.logout(new LogoutRequest.ConfiguredPasswordChange(password)));
        changes.removed().forEach(account -> logoutService.logout(new LogoutRequest.AccountRemoval(account.subject())));
        Transaction.afterCommit(() -> report(changes));
    }

    private static void report(ConfiguredAccounts.Changes changes) {
        changes.passwords()
                .forEach(password -> log.info(
                        "account has another configured password: subject={}",
                        password.subject().value()));
        changes.removed()
                .forEach(account -> log.info(
                        "account disabled, it is not configured any more: username={} subject={}",
                        account.username(),
                        account.subject().value()));
    }

    private static void refuseOtherContent(Stored applied, String digest, ConfiguredAccounts.Changes changes) {
        if (!digest.equals(applied.digest()) || !changes.passwords().isEmpty()) {
            throw new InvalidConfiguration(
                    List.of(
                            new ConfigurationFault(
                                    "exeunt.configuration-version",
                                    "is " + applied.version()
                                            + " as in the configuration that was applied last, but exeunt.clients or"
                                            + " exeunt.accounts differ from that one",
                                    "Give a changed configuration a higher number, or start with the same configuration as the other nodes.")));
        }
    }

    private static String digest(String canonical) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Ends what other nodes issued to removed clients while they still took them for registered. */
    @EventListener(ApplicationReadyEvent.class)
    void endAgainLater() {
        if (!removed.isEmpty()) {
            var _ = scheduler.schedule(
                    this::endAgain, scheduler.getClock().instant().plus(KNOWN_ELSEWHERE));
        }
    }

    private void endAgain() {
        removed.stream()
                .filter(client -> relyingParties.find(client).isEmpty())
                .forEach(client -> logoutService.logout(new LogoutRequest.ClientRemoval(client)));
    }
}
