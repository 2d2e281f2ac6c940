package org.exeunt.idp.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.exeunt.idp.configuration.KnownSettings.Known;
import org.exeunt.idp.configuration.KnownSettings.Unknown;
import org.exeunt.idp.configuration.KnownSettings.UnusableKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names are settings, in files and in the environment. */
class KnownSettingsTests {

    private final KnownSettings known = new KnownSettings();

    @BeforeEach
    void add() {
        known.add("exeunt", Server.class);
        known.add("exeunt.sign-in", SignInSuccessHandler.class);
        known.add("exeunt.time-zone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exeunt.issuer",
                "exeunt.time-zone",
                "exeunt.timeZone",
                "exeunt.sign_in.demo-accounts[0].username",
                "exeunt.clients.shop.redirect-uris",
                "exeunt.clients.shop.redirect-uris[1]",
                "exeunt.clients.shop.redirectUris[1]",
                "exeunt.clients[com.example.app].name",
                "exeunt.clients"
            })
    void a_setting_is_known_in_each_spelling_that_spring_boot_reads(String name) {
        assertThat(known.lookUp(name)).isEqualTo(new Known());
    }

    @ParameterizedTest
    @CsvSource({
        "exeunt.isuer,exeunt.issuer",
        "exeunt.timezones,exeunt.time-zone",
        "exeunt.clients.shop.redirect-uri,exeunt.clients.shop.redirect-uris",
        "exeunt.clients[com.example.app].nam,exeunt.clients[com.example.app].name",
        "exeunt.sign-in.demo-accounts[0].usernam,exeunt.sign-in.demo-accounts[0].username",
        "exeunt.quite-another,",
        "exeunt.issuer.host,"
    })
    void an_unknown_setting_is_told_with_what_was_probably_meant(String name, String meant) {
        assertThat(known.lookUp(name)).isEqualTo(new Unknown(meant));
    }

    @ParameterizedTest
    @CsvSource({
        "exeunt.clients.com.example.app.name,com.example.app",
        "exeunt.clients.com.example.app.redirect-uris[0],com.example.app",
        "exeunt.clients.com.name.app.name,com.name.app",
        "exeunt.clients.https://app.example/meta.name,https://app.example/meta",
        "exeunt.clients.my_app.name,my_app",
    })
    void a_key_that_spring_boot_would_change_is_told(String name, String key) {
        assertThat(known.lookUp(name)).isEqualTo(new UnusableKey("exeunt.clients", key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXEUNT_ISSUER",
                "EXEUNT_TIMEZONE",
                "EXEUNT_TIME_ZONE",
                "EXEUNT_SIGNIN_DEMOACCOUNTS_0_USERNAME",
                "EXEUNT_CLIENTS_SHOP_REDIRECTURIS_0",
                // Kubernetes sets these for a service of this name.
                "EXEUNT_SERVICE_HOST",
                "EXEUNT_SERVICE_PORT_HTTP",
                "EXEUNT_PORT",
                "EXEUNT_PORT_9000_TCP_ADDR",
                "EXEUNT_HOME"
            })
    void a_variable_of_ours_or_of_another_program_is_accepted(String name) {
        assertThat(variable(name)).isEqualTo(new Known());
    }

    @ParameterizedTest
    @CsvSource({
        "EXEUNT_ISUER,exeunt.issuer",
        "EXEUNT_CLIENTS_SHOP_NAM,exeunt.clients.shop.name",
        "EXEUNT_SIGNIN_DEMOACCOUNT_0_USERNAME,exeunt.sign-in.demo-accounts.0.username"
    })
    void a_misspelt_variable_is_told_with_what_was_probably_meant(String name, String meant) {
        assertThat(variable(name)).isEqualTo(new Unknown(meant));
    }

    @Test
    void a_variable_with_an_underscore_in_the_key_is_told() {
        assertThat(variable("EXEUNT_CLIENTS_MY_APP_NAME")).isEqualTo(new UnusableKey("exeunt.clients", "my_app"));
    }

    private KnownSettings.Result variable(String name) {
        return known.lookUpVariable(Arrays.asList(name.split("_", -1)));
    }

    /** Settings of the server. */
    record Server(String issuer, Map<String, Client> clients) {}

    /** One of several. */
    record Client(String name, Set<String> redirectUris) {}

    /** Settings of the sign-in. */
    record SignInSuccessHandler(List<Account> demoAccounts) {}

    /** One of a list. */
    record Account(String username) {}
}
