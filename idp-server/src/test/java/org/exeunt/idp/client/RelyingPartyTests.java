package org.exeunt.idp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.exeunt.idp.client.ClientProperties.SeededClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What a registration proves, and what cannot be registered. */
class RelyingPartyTests {

    private static final String BYE = "https://rp.example/bye";
    private static final String CALLBACK = "https://rp.example/cb";
    private static final String SECRET = "secret=a-secret-that-is-long-enough-0123";

    private final RelyingParty relyingParty = returningTo(BYE, BYE + "?lang=en");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://rp.example/bye/",
                "https://rp.example/bye?foo=bar",
                "https://rp.example/bye#x",
                "https://rp.example:443/bye",
                "https://RP.example/bye",
                "https://rp.example/%62ye",
                "https://rp.example/x/../bye",
                "https://rp.example/%252e%252e/bye",
                "https://rp.example/bye/../../..//evil.example",
                "https://rp.example@evil.example/",
                "https://rp.example.evil.example/bye",
                "https://badrp.example/bye",
                "https://rp.example\\@evil.example/",
                "https://rp.example\nevil.example",
                "//rp.example/bye",
                "http://rp.example/bye",
                " https://rp.example/bye",
                "https://rp.example/cb"
            })
    @DisplayName("RPI-23, RPI-25, SEC-04, CVE-01, CVE-11, CVE-26, CVE-47, CVE-49, CVE-50: exact or not at all")
    void a_target_is_registered_exactly_or_not_at_all(String uri) {
        assertThat(relyingParty.postLogoutTarget(uri)).isEmpty();
    }

    // B9, E10
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1/bye,http://127.0.0.1:53711/bye",
        "http://127.0.0.1:4711/bye,http://127.0.0.1:53711/bye",
        "http://127.0.0.1:4711/bye,http://127.0.0.1/bye",
        "http://127.0.0.1/bye?a=b,http://127.0.0.1:53711/bye?a=b",
        "http://[::1]/bye,http://[::1]:53711/bye",
        "http://127.0.0.1,http://127.0.0.1:53711"
    })
    @DisplayName("RFC 8252, section 7.3: a loopback address matches with any port")
    void a_loopback_address_matches_with_any_port(String registered, String wished) {
        RelyingParty app = returningTo(registered);

        assertThat(app.postLogoutTarget(wished)).hasToString("Optional[" + wished + "]");
        assertThat(app.anyTarget(wished)).hasToString("Optional[" + wished + "]");
    }

    // B9, E10
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1/bye,http://127.0.0.1:53711/bye/",
        "http://127.0.0.1/bye,http://127.0.0.1:53711/bye?a=b",
        "http://127.0.0.1/bye,http://127.0.0.2:53711/bye",
        "http://127.0.0.1/bye,http://[::1]:53711/bye",
        "http://127.0.0.1/bye,https://127.0.0.1:53711/bye",
        "http://127.0.0.1/bye,http://127.0.0.1:53711@evil.example/bye",
        "http://127.0.0.1/bye,http://127.0.0.1:53711.evil.example/bye",
        "http://127.0.0.1/bye,http://127.0.0.1:0/bye",
        "http://127.0.0.1/bye,http://127.0.0.1:/bye",
        "http://127.0.0.1/bye,http://127.0.0.1:080/bye",
        "http://127.0.0.1/bye,http://127.0.0.1:99999/bye",
        "http://127.0.0.1/bye,http://127.0.0.1.evil.example:53711/bye",
        "http://localhost/bye,http://localhost:53711/bye",
        "https://rp.example/bye,https://rp.example:53711/bye"
    })
    @DisplayName("RFC 8252, section 7.3: nothing but the port of a loopback IP literal over http may differ")
    void nothing_but_the_port_of_a_loopback_address_may_differ(String registered, String wished) {
        assertThat(returningTo(registered).anyTarget(wished)).isEmpty();
    }

    @Test
    @DisplayName("LEG-03: on the platform's endpoint redirect URIs count too")
    void redirect_uris_count_where_they_should() {
        assertThat(relyingParty.anyTarget(CALLBACK)).isPresent();
        assertThat(relyingParty.postLogoutTarget(BYE)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "https://rp.example/bye,abc,https://rp.example/bye?state=abc",
        "https://rp.example/bye?lang=en,s,https://rp.example/bye?lang=en&state=s",
        "https://rp.example/bye,a b&c=d%25é,https://rp.example/bye?state=a%20b%26c%3Dd%2525%C3%A9",
        "https://rp.example/bye,-._~,https://rp.example/bye?state=-._~"
    })
    @DisplayName("RPI-26, RPI-29, SEC-08: state comes back as it was, and the URI is the registered one")
    void state_is_added_to_the_registered_uri(String uri, String state, String expected) {
        String target = relyingParty.postLogoutTarget(uri).orElseThrow().withState(state);

        // Java's form encoding writes the tilde as %7E: decoded it is the same.
        assertThat(target.replace("%7E", "~")).isEqualTo(expected);
    }

    @Test
    @DisplayName("RPI-27, RPI-28: nothing is added without a state")
    void without_state_nothing_is_added() {
        assertThat(relyingParty.postLogoutTarget(BYE).orElseThrow().withState(null))
                .isEqualTo(BYE);
    }

    @Test
    void near_misses_are_named_for_the_integrator() {
        assertThat(relyingParty.nearMisses("https://RP.example/bye/")).contains(BYE);
        assertThat(relyingParty.nearMisses("https://evil.example/bye")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "blob:https://rp.example/1",
                "about:blank",
                "file:///etc/passwd",
                "https://rp.example/*",
                "https://user@rp.example/",
                "https://rp.example/#x",
                "/relative",
                "not a uri"
            })
    @DisplayName("RPI-48, CVE-12, CVE-13, CVE-73: what must not be registered stops the start")
    void a_dangerous_target_cannot_be_registered(String uri) {
        assertThatThrownBy(() -> returningTo(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exeunt.clients.rp1");
    }

    @Test
    void a_short_secret_cannot_be_registered_and_is_not_repeated() {
        assertThatThrownBy(() -> registered("secret=hunter2"))
                .hasMessageContaining("32")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://rp.example/", "https://rp.example/path", "rp.example", "null", "https://RP.example"})
    void an_origin_must_look_as_browsers_send_it(String origin) {
        assertThatThrownBy(() -> registered("allowed-origins[0]=" + origin)).hasMessageContaining("allowed-origins");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/logout",
                "rp.example/logout",
                "https://rp.example/logout#x",
                "https://user@rp.example/logout",
                "javascript:alert(1)",
                "ftp://rp.example/logout",
                "https:///logout",
                "https://rp.example/a b"
            })
    @DisplayName("BCL-03, BCL-04: a back-channel logout URI is absolute, of the web, and has no fragment")
    void a_back_channel_leads_to_the_web(String uri) {
        assertThatThrownBy(() -> registered("back-channel-logout-uri=" + uri))
                .hasMessageContaining("back-channel-logout-uri");
    }

    @Test
    @DisplayName(
            "FCL-04, FCL-05, FCL-21: a front-channel logout URI keeps its query, and is told no session unless it wants to")
    void a_front_channel_keeps_its_query() {
        RelyingParty registered = registered("front-channel-logout-uri=https://rp.example/out?a=b%20c");

        assertThat(registered.frontChannel())
                .isEqualTo(new FrontChannel(URI.create("https://rp.example/out?a=b%20c"), false));
        assertThat(registered().frontChannel()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.example/out",
                "https://rp.example:8443/out",
                "http://rp.example/out",
                "https://sub.rp.example/out",
                "https://rp.example/out#part",
                "https://rp.example@evil.example/out",
                "/out",
                "javascript:alert(1)",
                "data:text/html,x",
                "not a uri"
            })
    @DisplayName(
            "FCL-03, FCL-04, FCL-22: a front-channel logout URI is at the origin of a redirect URI, and of the web")
    void a_front_channel_is_at_home(String uri) {
        assertThatThrownBy(() -> registered("front-channel-logout-uri=" + uri))
                .hasMessageContaining("exeunt.clients.rp1.front-channel-logout-uri: ");
    }

    @Test
    @DisplayName("FCL-06: without https only for a client with a secret")
    void a_front_channel_in_the_clear_needs_a_secret() {
        String uri = "http://rp.example/out";
        String frame = "front-channel-logout-uri=" + uri;
        String callback = "redirect-uris=http://rp.example/cb";

        assertThatThrownBy(() -> registered(frame, callback)).hasMessageContaining("must be https");
        assertThat(registered(frame, callback, SECRET).frontChannel())
                .isEqualTo(new FrontChannel(URI.create(uri), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "urn:ietf:params:oauth:grant-type:jwt-bearer",
                "password",
                "implicit",
                ""
            })
    @DisplayName("REV-27: nobody is registered for a grant whose tokens would outlive what they were made from")
    void a_grant_that_is_not_offered_cannot_be_registered(String grantType) {
        assertThatThrownBy(() -> registered("grant-types[0]=" + grantType))
                .hasMessageContaining("exeunt.clients.rp1.grant-types: '" + grantType + "'")
                .hasMessageContaining("authorization_code");
    }

    @Test
    @DisplayName(
            "a client that signs people in without a redirect URI stops the start, and the message says what to do")
    void a_client_that_signs_users_in_needs_a_redirect_uri() {
        assertThatThrownBy(() -> registered("redirect-uris="))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exeunt.clients.rp1.redirect-uris: ")
                .hasMessageContaining("grant-types");
    }

    @Test
    @DisplayName("BCP-16: only a client with a secret can be freed of PKCE")
    void public_clients_use_pkce() {
        assertThatThrownBy(() -> registered("require-pkce=false")).hasMessageContaining("require-pkce");
        assertThat(registered("require-pkce=false", SECRET).requirePkce()).isFalse();
        assertThat(relyingParty.requirePkce()).isTrue();
    }

    @Test
    @DisplayName("System B: only a public client that signs people in without asking for consent can be first-party")
    void pages_that_may_ask_for_passwords() {
        assertThat(registered("first-party=true").firstParty()).isTrue();
        assertThatThrownBy(() -> registered("first-party=true", SECRET)).hasMessageContaining("first-party");
        assertThatThrownBy(() -> registered("first-party=true", "require-consent=true"))
                .hasMessageContaining("require-consent");
        assertThatThrownBy(() -> registered("first-party=true", "grant-types=refresh_token"))
                .hasMessageContaining("authorization_code");
        assertThat(relyingParty.firstParty()).isFalse();
    }

    @Test
    @DisplayName("RPI-46, BCL-06: who has no secret is reached by https, but for programs on the person's own machine")
    void http_is_for_clients_that_authenticate() {
        String uri = "http://rp.example/bye";

        assertThatThrownBy(() -> returningTo(uri)).hasMessageContaining("https");
        assertThatThrownBy(() -> registered("back-channel-logout-uri=" + uri))
                .hasMessageContaining("back-channel-logout-uri")
                .hasMessageContaining("https");
        assertThat(returningTo("http://127.0.0.1/bye", "com.app:/bye")).isNotNull();
        assertThat(registered("back-channel-logout-uri=" + uri, SECRET)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://rp.example/path?x,https://rp.example",
        "https://rp.example:443,https://rp.example",
        "http://localhost:8080/x,http://localhost:8080",
        "HTTPS://RP.example,https://rp.example"
    })
    void an_origin_is_scheme_host_and_port(String uri, String origin) {
        assertThat(Origin.of(uri)).contains(new Origin(origin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "javascript:x", "https://user@rp.example", "https:///x", "com.app:/x"})
    void an_address_of_no_web_page_has_no_origin(String uri) {
        assertThat(Origin.of(uri)).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "wrong"})
    void a_wrong_secret_does_not_match(@Nullable String secret) {
        var secrets = new ClientSecret();
        String hash = ClientSecret.hash("a-secret-that-is-long-enough-0123");

        assertThat(secrets.matches(secret, hash)).isFalse();
        assertThat(secrets.matches(hash, hash)).isFalse();
        assertThat(secrets.matches("a-secret-that-is-long-enough-0123", hash)).isTrue();
    }

    private static RelyingParty returningTo(String... postLogoutRedirectUris) {
        return registered(IntStream.range(0, postLogoutRedirectUris.length)
                .mapToObj(number -> "post-logout-redirect-uris[" + number + "]=" + postLogoutRedirectUris[number])
                .toArray(String[]::new));
    }

    /** A client that is configured like this, and whose sign-ins return to {@link #CALLBACK} if nothing else is said. */
    private static RelyingParty registered(String... settings) {
        Map<String, String> configuration = new HashMap<>(Map.of("client.redirect-uris", CALLBACK));
        for (String setting : settings) {
            String[] nameAndValue = setting.split("=", 2);
            configuration.put("client." + nameAndValue[0], nameAndValue[1]);
        }
        return Registration.of(
                "rp1",
                new Binder(new MapConfigurationPropertySource(configuration))
                        .bindOrCreate("client", SeededClient.class));
    }
}
