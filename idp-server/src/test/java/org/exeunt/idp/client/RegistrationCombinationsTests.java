package org.exeunt.idp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.exeunt.idp.client.ClientProperties.SeededClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No registration that is accepted gives a caller without credentials a privilege (A4). */
class RegistrationCombinationsTests {

    private static final String GOOD_SECRET = "a-secret-that-is-long-enough-0123";

    private static final List<String> SCOPES =
            List.of("openid", "offline_access", "exeunt.admin", "exeunt.push", "exeunt.not-known-yet");

    @Test
    void no_registration_without_client_authentication_is_accepted() {
        int accepted = 0;
        int refused = 0;
        for (SeededClient configured : allCombinations()) {
            try {
                RelyingParty registered = Registration.of("rp1", configured);
                accepted++;

                boolean privileged = registered.grantTypes().contains("client_credentials")
                        || registered.scopes().stream().anyMatch(scope -> scope.startsWith("exeunt."));
                assertThat(privileged && registered.isPublic())
                        .as("%s: grants %s, scopes %s", registered, registered.grantTypes(), registered.scopes())
                        .isFalse();
                assertThat(registered.isPublic()).isEqualTo(configured.secret() == null);
            } catch (IllegalArgumentException words) {
                refused++;

                assertThat(words).hasMessageStartingWith("exeunt.clients.rp1.");
            }
        }

        assertThat(accepted).isGreaterThan(500);
        assertThat(refused).isGreaterThan(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exeunt.admin", "exeunt.push"})
    void a_public_client_with_a_scope_of_this_server_is_refused_with_words(String scope) {
        assertThatThrownBy(() -> registered(null, Set.of("authorization_code"), Set.of("openid", scope)))
                .hasMessageContaining("exeunt.clients.rp1.scopes: '" + scope + "' needs a secret")
                .hasMessageContaining("Set a secret, or remove the scope");
        assertThat(registered(GOOD_SECRET, Set.of("client_credentials"), Set.of(scope))
                        .scopes())
                .containsExactly(scope);
    }

    @Test
    void a_public_client_with_client_credentials_is_refused_with_words() {
        assertThatThrownBy(() -> registered(null, Set.of("client_credentials"), Set.of("profile")))
                .hasMessageContaining("exeunt.clients.rp1.grant-types: 'client_credentials' needs a secret")
                .hasMessageContaining("Set a secret, or remove the grant type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "                                ", "00000000000000000000000000000000"})
    void a_secret_that_can_be_guessed_is_refused_with_words(String secret) {
        assertThatThrownBy(() -> registered(secret, Set.of("client_credentials"), Set.of("exeunt.admin")))
                .hasMessageContaining("exeunt.clients.rp1.secret: has fewer than")
                .hasMessageContaining("openssl rand -base64 32");
        assertThat(new ClientSecret().matches(secret, ClientSecret.hash(secret)))
                .as("a row with the hash of it")
                .isEqualTo(secret.length() >= 32);
    }

    private static List<SeededClient> allCombinations() {
        List<@Nullable String> secrets = new ArrayList<>();
        secrets.add(null);
        secrets.add("");
        secrets.add("short");
        secrets.add(GOOD_SECRET);
        List<SeededClient> all = new ArrayList<>();
        for (String secret : secrets) {
            for (Set<String> grantTypes : subsets(GrantTypes.OFFERED)) {
                for (Set<String> scopes : subsets(SCOPES)) {
                    for (int flags = 0; flags < 16; flags++) {
                        all.add(configured(secret, grantTypes, scopes, flags));
                    }
                }
            }
        }
        return all;
    }

    private static <T> List<Set<T>> subsets(List<T> values) {
        List<Set<T>> subsets = new ArrayList<>();
        for (int chosen = 0; chosen < 1 << values.size(); chosen++) {
            Set<T> subset = new LinkedHashSet<>();
            for (int index = 0; index < values.size(); index++) {
                if ((chosen & 1 << index) != 0) {
                    subset.add(values.get(index));
                }
            }
            subsets.add(subset);
        }
        return subsets;
    }

    private static RelyingParty registered(@Nullable String secret, Set<String> grantTypes, Set<String> scopes) {
        return Registration.of("rp1", configured(secret, grantTypes, scopes, 0b0011));
    }

    /** @param flags bits: has redirect URIs, requires PKCE, requires consent, is first-party */
    private static SeededClient configured(
            @Nullable String secret, Set<String> grantTypes, Set<String> scopes, int flags) {
        return new SeededClient(
                null,
                null,
                secret,
                null,
                (flags & 4) != 0,
                (flags & 2) != 0,
                grantTypes,
                scopes,
                (flags & 1) != 0 ? Set.of("https://rp.example/cb") : Set.of(),
                Set.of(),
                Set.of(),
                null,
                null,
                false,
                false,
                null,
                ReceiptPolicy.NEVER,
                (flags & 8) != 0,
                false,
                Set.of(),
                false,
                Set.of());
    }
}
