package org.exeunt.idp.account;

import java.time.Instant;
import java.util.UUID;
import org.exeunt.idp.account.AccountProperties.SeededAccount;
import org.exeunt.idp.account.AccountProperties.SeededAddress;
import org.exeunt.idp.account.Accounts.Credentials;
import org.exeunt.idp.account.PersonalClaims.PostalAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Inserts and updates the configured accounts before the server accepts requests. Repeating it changes nothing. */
@Component
class AccountSeeder implements SmartInitializingSingleton {

    private final AccountProperties properties;
    private final Accounts accounts;
    private final PasswordEncoder passwords;

    AccountSeeder(AccountProperties properties, Accounts accounts, PasswordEncoder passwords) {
        this.properties = properties;
        this.accounts = accounts;
        this.passwords = passwords;
    }

    @Override
    public void afterSingletonsInstantiated() {
        properties.accounts().forEach((key, seeded) -> seed(seeded.username(key), seeded));
    }

    private void seed(String username, SeededAccount seeded) {
        accounts.findCredentials(username)
                .ifPresentOrElse(known -> update(known, seeded), () -> insert(username, seeded));
    }

    private void update(Credentials known, SeededAccount seeded) {
        Account before = known.account();
        Account now = account(before.subject(), before.username(), seeded, before.updatedAt());
        if (!now.equals(before)) {
            accounts.describe(now);
        }
        if (!known.ownPassword() && !passwords.matches(seeded.requiredPassword(), known.passwordHash())) {
            accounts.setPassword(before.subject(), passwords.encode(seeded.requiredPassword()));
        }
    }

    private void insert(String username, SeededAccount seeded) {
        String subject = seeded.subject() == null ? UUID.randomUUID().toString() : seeded.subject();
        try {
            accounts.insert(
                    account(new Subject(subject), username, seeded, Instant.EPOCH),
                    passwords.encode(seeded.requiredPassword()));
        } catch (DuplicateKeyException anotherNodeWasFaster) {
            // Another node with the same configuration was faster.
        }
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
