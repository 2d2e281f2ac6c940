package org.exeunt.idp.account;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.exeunt.idp.account.AccountProperties.SeededAccount;
import org.exeunt.idp.account.AccountProperties.SeededAddress;
import org.exeunt.idp.account.Accounts.Stored;
import org.exeunt.idp.account.PersonalClaims.PostalAddress;
import org.exeunt.idp.database.Transaction;
import org.exeunt.idp.keys.KeyedHash;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * The accounts of the configuration, compared with those of the database.
 *
 * <p>Whether a configured password changed is found without verifying it: an encoded one equals the stored hash, and of a password in the clear
 * a keyed hash is stored. Without a key each is verified as at a sign-in, which takes the time that it takes there.
 */
@Component
public class ConfiguredAccounts {

    private static final Logger log = LoggerFactory.getLogger(ConfiguredAccounts.class);

    private final AccountProperties properties;
    private final Accounts accounts;
    private final PasswordEncoder passwords;
    private final KeyedHash keyedHash;

    ConfiguredAccounts(
            AccountProperties properties, Accounts accounts, PasswordEncoder passwords, KeyedHash keyedHash) {
        this.properties = properties;
        this.accounts = accounts;
        this.passwords = passwords;
        this.keyedHash = keyedHash;
    }

    /**
     * What a start has to change.
     *
     * @param added are not in the database
     * @param changed are there with other values, or were not configured at the last start
     * @param passwords new passwords of accounts whose person did not choose one
     * @param verified passwords that did not change, and whose keyed hash is not stored yet
     * @param removed were configured at the last start, and are not any more
     */
    public record Changes(
            List<Added> added,
            List<Changed> changed,
            List<ConfiguredPassword> passwords,
            List<ConfiguredPassword> verified,
            List<Account> removed) {

        public boolean isEmpty() {
            return added.isEmpty()
                    && changed.isEmpty()
                    && passwords.isEmpty()
                    && verified.isEmpty()
                    && removed.isEmpty();
        }
    }

    /** An account that is not in the database. */
    public record Added(Account account, ConfiguredPassword password) {}

    /**
     * An account that is in the database with other values.
     *
     * @param settings names of the settings that differ; none if it was only not configured before
     */
    public record Changed(Account account, Set<String> settings, boolean wasRemoved) {}

    /** Compares, by one query. Writes nothing. */
    public Changes changes() {
        Map<String, SeededAccount> configured = byUsername();
        Map<String, Stored> stored = accounts.configuredOr(configured.keySet()).stream()
                .collect(toMap(known -> known.account().username(), identity()));
        List<Added> added = new ArrayList<>();
        List<Changed> changed = new ArrayList<>();
        var comparison = new PasswordComparison();
        configured.forEach((username, seeded) -> {
            Stored known = stored.remove(username);
            if (known == null) {
                added.add(added(username, seeded));
            } else {
                Account now = account(
                        known.account().subject(),
                        username,
                        seeded,
                        known.account().updatedAt());
                Set<String> settings = differences(known.account(), now);
                if (!settings.isEmpty() || !known.configured() || known.removed()) {
                    changed.add(new Changed(now, settings, known.removed()));
                }
                if (!known.ownPassword()) {
                    comparison.compare(known, seeded.requiredPassword());
                }
            }
        });
        comparison.warn();
        List<Account> removed = stored.values().stream()
                .filter(Stored::configured)
                .map(Stored::account)
                .toList();
        return new Changes(added, changed, comparison.changed, comparison.verified, removed);
    }

    /**
     * Stores what was added, changed and verified, in the caller's transaction, and logs it after the commit. New passwords and what was
     * removed end sessions, and are for the caller to end.
     */
    public void apply(Changes changes) {
        changes.added().forEach(added -> accounts.insert(added.account(), added.password()));
        changes.changed()
                .forEach(changed -> accounts.describeConfigured(
                        changed.account(), !changed.settings().isEmpty()));
        changes.verified().forEach(accounts::setPasswordMac);
        Transaction.afterCommit(() -> report(changes));
    }

    private static void report(Changes changes) {
        changes.added()
                .forEach(added -> log.info(
                        "account added: username={} subject={}",
                        added.account().username(),
                        added.account().subject().value()));
        for (Changed changed : changes.changed()) {
            String username = changed.account().username();
            String subject = changed.account().subject().value();
            if (changed.wasRemoved()) {
                log.info("account enabled, it is configured again: username={} subject={}", username, subject);
            }
            if (!changed.settings().isEmpty()) {
                log.info("account changed: username={} subject={} settings={}", username, subject, changed.settings());
            }
        }
    }

    /** How many there are in the configuration. */
    public int count() {
        return properties.accounts().size();
    }

    /** A text that is the same for the same configuration, in whichever order. There is no password in it. */
    public String canonical() {
        return byUsername().entrySet().stream()
                .map(entry ->
                        describe(account(new Subject("-"), entry.getKey(), entry.getValue(), Instant.EPOCH))
                                .entrySet()
                                .stream()
                                .map(setting -> setting.getKey() + "=" + setting.getValue())
                                .collect(joining("\n", entry.getKey() + "\n", "\n")))
                .sorted()
                .collect(joining());
    }

    private Map<String, SeededAccount> byUsername() {
        Map<String, SeededAccount> configured = new LinkedHashMap<>();
        properties.accounts().forEach((key, seeded) -> configured.put(seeded.username(key), seeded));
        return configured;
    }

    private Added added(String username, SeededAccount seeded) {
        var subject = new Subject(seeded.subject() == null ? UUID.randomUUID().toString() : seeded.subject());
        return new Added(
                account(subject, username, seeded, Instant.EPOCH), encoded(subject, seeded.requiredPassword()));
    }

    private ConfiguredPassword encoded(Subject subject, String password) {
        if (EncodedPassword.is(password)) {
            return new ConfiguredPassword(subject, password, null);
        }
        String hash = Objects.requireNonNull(passwords.encode(password));
        return new ConfiguredPassword(
                subject, hash, mac(subject, hash, password).orElse(null));
    }

    /** Covers the stored hash as well, so that it no longer matches once another hash is stored. */
    private Optional<String> mac(Subject subject, String hash, String password) {
        return keyedHash.of("configured password", subject.value(), hash, password);
    }

    /** Sorts the passwords into those that changed, those that were verified, and those that need nothing. */
    private final class PasswordComparison {

        private final List<ConfiguredPassword> changed = new ArrayList<>();
        private final List<ConfiguredPassword> verified = new ArrayList<>();
        private int verifications;
        private long nanoseconds;

        private void compare(Stored known, String password) {
            Subject subject = known.account().subject();
            if (EncodedPassword.is(password)) {
                if (!password.equals(known.passwordHash())) {
                    changed.add(new ConfiguredPassword(subject, password, null));
                }
                return;
            }
            Optional<String> mac = mac(subject, known.passwordHash(), password);
            if (mac.isPresent() && mac.get().equals(known.passwordMac())) {
                return;
            }
            if (!matches(password, known.passwordHash())) {
                changed.add(encoded(subject, password));
            } else if (mac.isPresent()) {
                verified.add(new ConfiguredPassword(subject, known.passwordHash(), mac.get()));
            }
        }

        private boolean matches(String password, String hash) {
            long begun = System.nanoTime();
            boolean matches = passwords.matches(password, hash);
            nanoseconds += System.nanoTime() - begun;
            verifications++;
            return matches;
        }

        private void warn() {
            if (!keyedHash.isAvailable() && verifications > 0) {
                log.warn(
                        "configured passwords in the clear were verified one by one, since there is no key for their hashes:"
                                + " accounts={} milliseconds={}. Set exeunt.keys.encryption-key, or configure encoded passwords"
                                + " ('{bcrypt}$2b$…').",
                        verifications,
                        TimeUnit.NANOSECONDS.toMillis(nanoseconds));
            }
        }
    }

    private static Set<String> differences(Account before, Account now) {
        Map<String, @Nullable Object> values = describe(now);
        Set<String> settings = new TreeSet<>();
        describe(before).forEach((setting, value) -> {
            if (!Objects.equals(value, values.get(setting))) {
                settings.add(setting);
            }
        });
        return settings;
    }

    /** What can differ, by the names of the settings. */
    private static Map<String, @Nullable Object> describe(Account account) {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        PersonalClaims claims = account.claims();
        settings.put("name", account.name());
        settings.put("email", account.email());
        settings.put("email-verified", account.emailVerified());
        settings.put("given-name", claims.givenName());
        settings.put("family-name", claims.familyName());
        settings.put("middle-name", claims.middleName());
        settings.put("nickname", claims.nickname());
        settings.put("profile", claims.profile());
        settings.put("picture", claims.picture());
        settings.put("website", claims.website());
        settings.put("gender", claims.gender());
        settings.put("birthdate", claims.birthdate());
        settings.put("zoneinfo", claims.zoneinfo());
        settings.put("locale", claims.locale());
        settings.put("phone-number", claims.phoneNumber());
        settings.put("phone-number-verified", claims.phoneNumberVerified());
        settings.put("address", claims.address());
        return settings;
    }

    private static Account account(Subject subject, String username, SeededAccount seeded, Instant updatedAt) {
        return new Account(
                subject, username, seeded.name(), seeded.email(), seeded.emailVerified(), claims(seeded), updatedAt);
    }

    private static PersonalClaims claims(SeededAccount seeded) {
        return new PersonalClaims(
                seeded.givenName(),
                seeded.familyName(),
                seeded.middleName(),
                seeded.nickname(),
                text(seeded.profile()),
                text(seeded.picture()),
                text(seeded.website()),
                seeded.gender(),
                seeded.birthdate(),
                text(seeded.zoneinfo()),
                seeded.locale() == null ? null : seeded.locale().toLanguageTag(),
                seeded.phoneNumber(),
                seeded.phoneNumberVerified(),
                seeded.address() == null ? null : address(seeded.address()));
    }

    private static PostalAddress address(SeededAddress seeded) {
        return new PostalAddress(
                seeded.formatted(),
                seeded.streetAddress(),
                seeded.locality(),
                seeded.region(),
                seeded.postalCode(),
                seeded.country());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
