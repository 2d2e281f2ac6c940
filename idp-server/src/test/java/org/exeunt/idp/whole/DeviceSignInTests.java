package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.whole.TestBackChannel.Received;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** The device grant with the scope {@code openid} is a sign-in like that of any other flow. */
// Found as fault B6: invalid_scope, and without the scope 403 at userinfo.
@TestInstance(Lifecycle.PER_CLASS)
@OnWebTestDatabases
class DeviceSignInTests {

    private static final String VERIFICATION = "/oauth2/device_verification";

    private TestBackChannel app;

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        app = new TestBackChannel();
        server = RunningServer.start(
                database.freshUrl(),
                "--exeunt.clients.mobile.back-channel-logout-uri=" + app.uri("/"),
                "--exeunt.clients.kiosk.secret=" + TestClient.KIOSK.secret(),
                "--exeunt.clients.kiosk.grant-types=urn:ietf:params:oauth:grant-type:device_code",
                "--exeunt.clients.kiosk.scopes=profile");
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
        app.close();
    }

    @Test
    @DisplayName(
            "The ID token of a device has the claims of every ID token: sub, sid, auth_time, acr and amr of the session")
    void the_id_token_of_a_device_is_that_of_the_session() {
        var alice = TestBrowser.signedIn(server, "alice");
        Map<String, Object> elsewhere =
                TestClient.claims(TestClient.SHOP.tokens(server, alice).id());

        Map<String, Object> claims =
                TestClient.claims(tokens(alice, "openid profile").id());

        assertThat(claims).containsEntry("iss", "http://localhost:9000").containsEntry("azp", "mobile");
        assertThat(claims.get("aud")).isIn("mobile", List.of("mobile"));
        for (String name : new String[] {"sub", "sid", "auth_time", "acr", "amr"}) {
            assertThat(claims).containsEntry(name, elsewhere.get(name));
        }
    }

    @Test
    @DisplayName("Userinfo answers a device with the claims that the user granted")
    void userinfo_answers_a_device() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = tokens(alice, "openid email");

        HttpResponse<String> userinfo =
                new TestBrowser(server).get("/userinfo", "Authorization", "Bearer " + tokens.access());

        assertThat(userinfo.statusCode()).isEqualTo(200);
        assertThat(TestClient.json(userinfo))
                .containsEntry("sub", TestClient.claims(tokens.id()).get("sub"))
                .containsEntry("email", "alice@example.com")
                .doesNotContainKey("given_name");
    }

    @Test
    @DisplayName("OpenID Connect Core 1.0, 12.2: the ID token of a refresh has the same sid, sub and auth_time")
    void a_refresh_gives_an_id_token_of_the_same_session() {
        Tokens first = tokens(TestBrowser.signedIn(server, "alice"), "openid profile");

        Tokens next = Tokens.of(TestClient.MOBILE.refresh(server, first.refresh()));

        for (String name : new String[] {"sub", "sid", "auth_time", "acr", "amr"}) {
            assertThat(TestClient.claims(next.id()))
                    .containsEntry(name, TestClient.claims(first.id()).get(name));
        }
    }

    @Test
    @DisplayName(
            "The app of a device takes part in the session that connected it: it is told of the logout, its tokens end")
    void the_app_of_a_device_is_told_of_the_logout() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = tokens(alice, "openid profile");

        alice.get("/logout?id_token_hint=" + tokens.id());

        Received told = app.received();
        assertThat(told.claims())
                .containsEntry("sid", tokens.sid())
                .containsEntry("sub", TestClient.claims(tokens.id()).get("sub"));
        assertThat(alice.isSignedIn()).isFalse();
        assertThat(TestClient.userinfo(server, tokens.access())).isEqualTo(401);
        assertThat(TestClient.json(TestClient.MOBILE.refresh(server, tokens.refresh()), "error"))
                .isEqualTo("invalid_grant");
    }

    @Test
    @DisplayName(
            "A device that only connects, and asks for no openid, gets no ID token, and userinfo refuses its token")
    void without_openid_there_is_no_id_token() {
        var alice = TestBrowser.signedIn(server, "alice");
        Map<String, Object> device = device("profile");
        connect(alice, device, "profile");

        Map<String, Object> answer = TestClient.json(poll(device));

        assertThat(answer).containsKeys("access_token", "refresh_token").doesNotContainKey("id_token");
        assertThat(TestClient.userinfo(server, String.valueOf(answer.get("access_token"))))
                .isEqualTo(403);
    }

    @Test
    @DisplayName("A client that is not registered for openid, or for another scope, gets invalid_scope")
    void an_unregistered_scope_is_refused() {
        for (String scope : new String[] {"openid", "openid profile"}) {
            HttpResponse<String> answer =
                    TestClient.KIOSK.call(server, "/oauth2/device_authorization", Map.of("scope", scope));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(TestClient.json(answer, "error")).isEqualTo("invalid_scope");
        }
        HttpResponse<String> unknown =
                TestClient.MOBILE.call(server, "/oauth2/device_authorization", Map.of("scope", "openid phone"));
        assertThat(TestClient.json(unknown, "error")).isEqualTo("invalid_scope");
    }

    private Tokens tokens(TestBrowser person, String scope) {
        Map<String, Object> device = device(scope);
        connect(person, device, scope);
        return Tokens.of(poll(device));
    }

    private Map<String, Object> device(String scope) {
        HttpResponse<String> answer =
                TestClient.MOBILE.call(server, "/oauth2/device_authorization", Map.of("scope", scope));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TestClient.json(answer);
    }

    /** As the page does it: {@code openid} is a hidden field, every other scope a box. */
    private static void connect(TestBrowser person, Map<String, Object> device, String scope) {
        HttpResponse<String> sent = person.post(
                VERIFICATION,
                Map.of(
                        "user_code",
                        String.valueOf(device.get("user_code")),
                        "_csrf",
                        TestBrowser.hidden(person.get("/activate"), "_csrf")));
        HttpResponse<String> question = person.get(TestBrowser.location(sent).replaceFirst("^https?://[^/]+", ""));
        Map<String, String> yes = new HashMap<>(TestBrowser.fields(question, VERIFICATION));
        yes.put("answer", "connect");
        StringBuilder form = new StringBuilder(TestBrowser.form(yes));
        for (String name : scope.split(" ", -1)) {
            if (!name.equals("openid")) {
                form.append("&scope=").append(name);
            }
        }
        assertThat(TestBrowser.location(person.post(VERIFICATION, form.toString())))
                .endsWith("/?success");
    }

    private HttpResponse<String> poll(Map<String, Object> device) {
        return TestClient.MOBILE.call(
                server,
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:device_code",
                        "device_code",
                        String.valueOf(device.get("device_code"))));
    }
}
