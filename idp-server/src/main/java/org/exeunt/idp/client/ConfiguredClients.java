package org.exeunt.idp.client;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.exeunt.idp.client.RelyingParties.Registered;
import org.exeunt.idp.database.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The relying parties of the configuration, compared with those of the database. {@link ClientCheck} found no fault in them. */
@Component
public class ConfiguredClients {

    private static final Logger log = LoggerFactory.getLogger(ConfiguredClients.class);

    /** What can differ, by the names of the settings. */
    private static final Map<String, Function<RelyingParty, @Nullable Object>> SETTINGS = settings();

    private final ClientProperties properties;
    private final RelyingParties relyingParties;

    ConfiguredClients(ClientProperties properties, RelyingParties relyingParties) {
        this.properties = properties;
        this.relyingParties = relyingParties;
    }

    /**
     * What a start has to change.
     *
     * @param added are not in the database
     * @param changed are there with other values, or were not configured at the last start
     * @param removed were configured at the last start, and are not any more
     */
    public record Changes(List<RelyingParty> added, List<Changed> changed, List<ClientId> removed) {

        public boolean isEmpty() {
            return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
        }
    }

    /**
     * A relying party that is in the database with other values.
     *
     * @param settings names of the settings that differ; none if it was only not configured before
     */
    public record Changed(RelyingParty relyingParty, Set<String> settings, boolean wasRemoved) {}

    /** Compares, by one query. Writes nothing. */
    public Changes changes() {
        Map<ClientId, Registered> stored = new HashMap<>();
        relyingParties.all().forEach(known -> stored.put(known.relyingParty().clientId(), known));
        List<RelyingParty> added = new ArrayList<>();
        List<Changed> changed = new ArrayList<>();
        for (RelyingParty configured : configured()) {
            Registered known = stored.remove(configured.clientId());
            if (known == null) {
                added.add(configured);
            } else {
                Set<String> settings = differences(known.relyingParty(), configured);
                if (!settings.isEmpty() || !known.configured() || known.removed()) {
                    changed.add(new Changed(configured, settings, known.removed()));
                }
            }
        }
        List<ClientId> removed = stored.values().stream()
                .filter(Registered::configured)
                .map(missing -> missing.relyingParty().clientId())
                .sorted()
                .toList();
        return new Changes(List.copyOf(added), List.copyOf(changed), removed);
    }

    /** Stores what was added and changed, in the caller's transaction, and logs it after the commit. What was removed is for the caller to end. */
    public void apply(Changes changes) {
        changes.added().forEach(relyingParties::insert);
        changes.changed().forEach(changed -> relyingParties.update(changed.relyingParty()));
        Transaction.afterCommit(() -> report(changes));
    }

    private static void report(Changes changes) {
        changes.added().forEach(added -> log.info("client added: client={}", added.clientId()));
        for (Changed changed : changes.changed()) {
            ClientId client = changed.relyingParty().clientId();
            if (changed.wasRemoved()) {
                log.info("client enabled, it is configured again: client={}", client);
            }
            if (!changed.settings().isEmpty()) {
                log.info("client changed: client={} settings={}", client, changed.settings());
            }
        }
    }

    /** How many there are in the configuration. */
    public int count() {
        return properties.clients().size();
    }

    /** A text that is the same for the same configuration, in whichever order. Secrets are in it as hashes. */
    public String canonical() {
        return configured().stream()
                .map(configured -> SETTINGS.entrySet().stream()
                        .map(setting ->
                                setting.getKey() + "=" + setting.getValue().apply(configured))
                        .collect(joining("\n", configured.clientId().value() + "\n", "\n")))
                .sorted()
                .collect(joining());
    }

    private List<RelyingParty> configured() {
        return properties.clients().entrySet().stream()
                .map(client -> Registration.of(client.getKey(), client.getValue()))
                .toList();
    }

    private static Set<String> differences(RelyingParty before, RelyingParty now) {
        return SETTINGS.entrySet().stream()
                .filter(setting -> !Objects.equals(
                        setting.getValue().apply(before), setting.getValue().apply(now)))
                .map(Map.Entry::getKey)
                .collect(toCollection(TreeSet::new));
    }

    private static Map<String, Function<RelyingParty, @Nullable Object>> settings() {
        Map<String, Function<RelyingParty, @Nullable Object>> settings = new LinkedHashMap<>();
        settings.put("name", RelyingParty::name);
        settings.put("secret", RelyingParty::secretHash);
        settings.put("theme", RelyingParty::theme);
        settings.put("require-consent", RelyingParty::requireConsent);
        settings.put("require-pkce", RelyingParty::requirePkce);
        settings.put("grant-types", client -> new TreeSet<>(client.grantTypes()));
        settings.put("scopes", client -> new TreeSet<>(client.scopes()));
        settings.put("redirect-uris", client -> new TreeSet<>(client.redirectUris()));
        settings.put("post-logout-redirect-uris", client -> new TreeSet<>(client.postLogoutRedirectUris()));
        settings.put(
                "allowed-origins",
                client -> client.allowedOrigins().stream().map(Origin::value).collect(toCollection(TreeSet::new)));
        settings.put("back-channel-logout-uri", RelyingParty::backChannelLogoutUri);
        settings.put("front-channel-logout-uri", RelyingParty::frontChannel);
        settings.put("session-management", RelyingParty::sessionManagement);
        settings.put("session-lifetime", client -> seconds(client.sessionLifetime()));
        settings.put("receipt", RelyingParty::receipt);
        settings.put("first-party", RelyingParty::firstParty);
        settings.put("id-token-claims", RelyingParty::idTokenClaims);
        settings.put("audiences", client -> new TreeSet<>(client.audiences()));
        settings.put("resource-server", RelyingParty::resourceServer);
        settings.put("resource-uris", client -> new TreeSet<>(client.resourceUris()));
        return settings;
    }

    /** As the column has it. */
    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }
}
