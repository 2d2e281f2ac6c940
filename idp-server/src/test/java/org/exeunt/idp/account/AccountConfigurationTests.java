package org.exeunt.idp.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccountConfigurationTests {

    @Test
    void new_passwords_are_hashed_by_bcrypt_with_a_cost_of_10() {
        String hash = new AccountConfiguration().passwordEncoder().encode("a-password");

        assertThat(hash).startsWith("{bcrypt}$2a$10$");
    }
}
