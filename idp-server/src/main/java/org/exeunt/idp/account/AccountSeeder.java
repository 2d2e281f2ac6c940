package org.exeunt.idp.account;

import java.util.UUID;
import org.exeunt.idp.account.AccountProperties.SeededAccount;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Puts the configured accounts into the database, before the first request is answered. Starting again changes nothing. */
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
        properties.accounts().forEach(this::seed);
    }

    private void seed(String username, SeededAccount seeded) {
        accounts.findCredentials(username)
                .ifPresentOrElse(
                        known -> accounts.update(
                                account(known.account().subject(), username, seeded),
                                known.ownPassword() || passwords.matches(seeded.password(), known.passwordHash())
                                        ? known.passwordHash()
                                        : passwords.encode(seeded.password())),
                        () -> insert(username, seeded));
    }

    private void insert(String username, SeededAccount seeded) {
        String subject = seeded.subject() == null ? UUID.randomUUID().toString() : seeded.subject();
        try {
            accounts.insert(account(new Subject(subject), username, seeded), passwords.encode(seeded.password()));
        } catch (DuplicateKeyException anotherNodeWasFaster) {
            // Both nodes read the same configuration.
        }
    }

    private static Account account(Subject subject, String username, SeededAccount seeded) {
        return new Account(subject, username, seeded.name(), seeded.email(), seeded.emailVerified());
    }
}
