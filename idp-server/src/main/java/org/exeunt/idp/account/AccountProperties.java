package org.exeunt.idp.account;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Accounts that are put into the database at start.
 *
 * @param accounts accounts by username
 */
@ConfigurationProperties("exeunt")
record AccountProperties(@DefaultValue Map<String, SeededAccount> accounts) {

    /**
     * One account.
     *
     * @param subject the {@code sub} claim; a random one is made if absent, and kept
     * @param password password in the clear; stored as a hash
     * @param name full name
     * @param email e-mail address
     * @param emailVerified whether the address was proven to be theirs
     */
    record SeededAccount(
            @Nullable String subject,
            String password,
            @Nullable String name,
            @Nullable String email,
            @DefaultValue("false") boolean emailVerified) {

        @Override
        public String toString() {
            return "account of " + name;
        }
    }
}
