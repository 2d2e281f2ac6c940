package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A scope or audience that is taken from a client's registration is gone from the tokens that the client holds. */
@TestInstance(Lifecycle.PER_CLASS)
class ReducedRegistrationTests {

    private static final String ALL = "openid\nprofile\nemail\noffline_access";

    private final RunningServer server = RunningServer.start(TestDatabase.H2.freshUrl());

    private Duration ahead = Duration.ZERO;

    @BeforeEach
    void registerAll() {
        register(ALL);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test // B4
    @DisplayName(
            "Without a scope in the registration: not in userinfo, not in introspection, and not in tokens of a refresh")
    void a_scope_is_taken_away() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens mobile = TestClient.MOBILE.tokens(server, alice, "openid profile email");
        assertThat(userinfo(mobile.access())).containsKeys("sub", "email", "name");

        register("openid\nprofile\noffline_access");

        assertThat(userinfo(mobile.access())).containsKeys("sub", "name").doesNotContainKey("email");
        HttpResponse<String> refreshed = TestClient.MOBILE.refresh(server, mobile.refresh());
        assertThat(TestClient.json(refreshed, "scope")).doesNotContain("email").contains("profile");
        assertThat(userinfo(Tokens.of(refreshed).access())).doesNotContainKey("email");
    }

    @Test // B4
    @DisplayName(
            "Without offline_access in the registration a token ends with its session, also one that was granted with it")
    void offline_access_is_taken_away() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens mobile = TestClient.MOBILE.tokens(server, alice, "openid profile offline_access");
        Tokens stays = TestClient.MOBILE.tokens(server, alice, "openid profile offline_access");
        alice.get("/logout?client_id=mobile");
        assertThat(TestClient.userinfo(server, mobile.access())).isEqualTo(200);

        register("openid\nprofile\nemail");

        assertThat(TestClient.userinfo(server, mobile.access())).isEqualTo(401);
        HttpResponse<String> refreshed = TestClient.MOBILE.refresh(server, mobile.refresh());
        assertThat(refreshed.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(refreshed, "error")).isEqualTo("invalid_grant");
        register(ALL);
        assertThat(TestClient.isOk(TestClient.MOBILE.refresh(server, stays.refresh())))
                .isTrue();
    }

    @Test // B4
    @DisplayName("Introspection shows the scopes that the client is still registered for")
    void introspection_shows_what_is_left() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens shop = TestClient.SHOP.tokens(server, alice, "openid profile email");

        register("shop", "openid\nprofile");

        assertThat(TestClient.json(TestClient.SHOP.introspect(server, shop.access()), "scope"))
                .contains("openid", "profile")
                .doesNotContain("email");
        assertThat(TestClient.json(TestClient.SHOP.introspect(server, shop.refresh()), "scope"))
                .doesNotContain("email");
    }

    @Test // B11
    @DisplayName("Without an audience in the registration a resource server does not accept the tokens any more")
    void an_audience_is_taken_away() {
        registerAudiences("news");
        server.jdbc()
                .sql("update relying_party set resource_server = true where client_id = 'news'")
                .update();
        passes();
        String token = TestClient.SHOP
                .tokens(server, TestBrowser.signedIn(server, "alice"))
                .access();
        assertThat(TestClient.NEWS.introspects(server, token)).isTrue();

        registerAudiences("");
        passes();

        assertThat(TestClient.NEWS.introspects(server, token)).isFalse();
        assertThat(TestClient.json(TestClient.SHOP.introspect(server, token)))
                .containsEntry("active", true)
                .containsEntry("aud", List.of("http://localhost:9000"));
    }

    private void registerAudiences(String audiences) {
        server.jdbc()
                .sql("update relying_party set audiences = :audiences where client_id = 'shop'")
                .param("audiences", audiences)
                .update();
    }

    private Map<String, Object> userinfo(String accessToken) {
        return TestClient.json(new TestBrowser(server).get("/userinfo", "Authorization", "Bearer " + accessToken));
    }

    private void register(String scopes) {
        register("mobile", scopes);
    }

    /** Changes the registration as another node would, which this one notices after five seconds. */
    private void register(String client, String scopes) {
        server.jdbc()
                .sql("update relying_party set scopes = :scopes where client_id = :client")
                .param("scopes", scopes)
                .param("client", client)
                .update();
        passes();
    }

    /** The time that a registration is cached. */
    private void passes() {
        ahead = ahead.plusSeconds(6);
        server.clock().setAheadBy(ahead);
    }
}
