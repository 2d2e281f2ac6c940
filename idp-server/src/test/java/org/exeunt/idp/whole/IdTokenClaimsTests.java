package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims of the scopes in ID tokens, for clients that do not call the UserInfo endpoint ({@code id-token-claims}, E6). */
@TestInstance(Lifecycle.PER_CLASS)
@OnWebTestDatabases
class IdTokenClaimsTests {

    private static final String[] OF_PROFILE_AND_EMAIL = {
        "name", "given_name", "preferred_username", "picture", "updated_at", "email", "email_verified"
    };

    private static final String[] OF_THE_TOKEN = {
        "iss", "sub", "aud", "azp", "exp", "iat", "jti", "nonce", "sid", "auth_time", "acr", "amr"
    };

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(
                database.freshUrl(),
                "--exeunt.clients.shop.id-token-claims=true",
                "--exeunt.accounts.carol.password=carol-demo-password",
                "--exeunt.accounts.carol.name=Carol Øvre-Ås",
                "--exeunt.accounts.carol.given-name=Carol",
                "--exeunt.accounts.carol.email=carol@example.com",
                "--exeunt.accounts.carol.phone-number=+4791234567",
                "--exeunt.accounts.carol.picture=https://pictures.example/" + "x".repeat(1500),
                "--exeunt.accounts.carol.address.formatted=" + "Street ".repeat(150));
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    @Test
    void with_the_setting_an_id_token_has_what_userinfo_gives_also_after_a_refresh() {
        Tokens first = TestClient.SHOP.tokens(server, TestBrowser.signedIn(server, "carol"));
        Tokens second = Tokens.of(TestClient.SHOP.refresh(server, first.refresh()));
        server.jdbc()
                .sql("update account set email = 'new@example.com' where username = 'carol'")
                .update();
        Tokens third = Tokens.of(TestClient.SHOP.refresh(server, second.refresh()));

        for (Tokens tokens : List.of(first, second)) {
            assertThat(TestClient.claims(tokens.id()))
                    .containsKeys(OF_PROFILE_AND_EMAIL)
                    .containsKeys("iss", "aud", "exp", "iat", "sid", "auth_time", "acr", "amr")
                    .containsEntry("name", "Carol Øvre-Ås")
                    .containsEntry("email", "carol@example.com")
                    .doesNotContainKeys("address", "phone_number");
        }
        assertThat(TestClient.claims(third.id()))
                .containsEntry("email", "new@example.com")
                .containsAllEntriesOf(userinfo(third.access()));
        server.jdbc()
                .sql("update account set email = 'carol@example.com' where username = 'carol'")
                .update();
    }

    @Test
    void with_the_setting_an_id_token_has_the_claims_of_the_granted_scopes_alone() {
        var carol = TestBrowser.signedIn(server, "carol");

        assertThat(TestClient.claims(
                        TestClient.SHOP.tokens(server, carol, "openid email").id()))
                .containsKeys("email", "email_verified")
                .doesNotContainKeys("name", "picture", "address", "phone_number");
        assertThat(TestClient.claims(
                        TestClient.SHOP.tokens(server, carol, "openid").id()))
                .containsOnlyKeys(OF_THE_TOKEN);
    }

    @Test
    void by_default_an_id_token_has_none_of_them_also_after_a_refresh() {
        Tokens first = TestClient.NEWS.tokens(server, TestBrowser.signedIn(server, "carol"));
        Tokens second = Tokens.of(TestClient.NEWS.refresh(server, first.refresh()));

        for (Tokens tokens : List.of(first, second)) {
            assertThat(TestClient.claims(tokens.id())).doesNotContainKeys(OF_PROFILE_AND_EMAIL);
        }
        assertThat(userinfo(second.access())).containsKeys(OF_PROFILE_AND_EMAIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void a_token_with_these_claims_is_a_hint_at_logout(String method) {
        var carol = TestBrowser.signedIn(server, "carol");
        Tokens tokens = TestClient.SHOP.tokens(server, carol);
        assertThat(tokens.id()).as("a large token").hasSizeGreaterThan(2_500);

        var answer = method.equals("GET")
                ? carol.get("/connect/logout?id_token_hint=" + tokens.id() + "&post_logout_redirect_uri="
                        + TestClient.SHOP.signedOut())
                : carol.post(
                        "/connect/logout",
                        Map.of("id_token_hint", tokens.id(), "post_logout_redirect_uri", TestClient.SHOP.signedOut()));

        assertThat(TestBrowser.location(answer)).isEqualTo(TestClient.SHOP.signedOut());
        assertThat(carol.isSignedIn()).isFalse();
        assertThat(TestClient.userinfo(server, tokens.access())).isEqualTo(401);
    }

    private Map<String, Object> userinfo(String accessToken) {
        return TestClient.json(new TestBrowser(server).get("/userinfo", "Authorization", "Bearer " + accessToken));
    }
}
