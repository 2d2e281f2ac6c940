package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that no honest client sends, at every door: none breaks the server, none opens anything. */
@OnEachDatabase
class HostileValuesTests {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final RunningServer server;

    HostileValuesTests(TestDatabase database) {
        server = RunningServer.shared(database);
    }

    /** Percent-encoded: NUL, broken UTF-8, broken encoding, control characters, surrogates, quotes, and too much. */
    static Stream<String> hostileValues() {
        return Stream.of(
                "%00",
                "a%00b",
                "%FF",
                "%C3%28",
                "%ED%A0%80",
                "%zz",
                "%",
                "%0d%0aSet-Cookie:%20exeunt=stolen",
                "%E2%80%A8",
                "%F0%9F%9A%AA",
                "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
                "'%3B%20drop%20table%20account--",
                "%24%7B7*7%7D",
                "x".repeat(3_000));
    }

    private static final List<String> DOORS = List.of(
            "/logout?client_id=%s",
            "/logout?client_id=shop&redirect_uri=%s",
            "/logout?client_id=shop&oauth_token=%s&x=%1$s",
            "/logout?id_token_hint=%s",
            "/logout?ui_locales=%s&client_id=%1$s",
            "/connect/logout?id_token_hint=%s",
            "/connect/logout?post_logout_redirect_uri=%s&state=%1$s",
            "/api/2/logout?oauth_token=%s",
            "/session?client_id=%s",
            "/login?client_id=%s",
            "/login?ui_locales=%s",
            "/login?login_hint=%s",
            "/connect/logout?logout_hint=%s&ui_locales=%1$s",
            "/oauth2/authorize?response_type=code&client_id=shop&scope=openid"
                    + "&redirect_uri=http://localhost:8080/login/oauth2/code/exeunt&code_challenge=x&code_challenge_method=S256"
                    + "&prompt=%s&max_age=%1$s&id_token_hint=%1$s&login_hint=%1$s&ui_locales=%1$s",
            "/oauth2/authorize?response_type=code&client_id=shop&scope=openid"
                    + "&redirect_uri=http://localhost:8080/login/oauth2/code/exeunt&code_challenge=x&code_challenge_method=S256"
                    + "&state=%s&request=%1$s&request_uri=%1$s&response_mode=%1$s&claims=%1$s",
            "/login?interrupted=%s&reason=%1$s&continue=%1$s",
            "/oauth2/authorize?response_type=code&client_id=%s",
            "/oauth2/authorize?response_type=code&client_id=shop&redirect_uri=%s",
            "/oauth2/authorize?response_type=code&client_id=shop&scope=%s&state=%1$s&nonce=%1$s",
            "/oauth2/consent?client_id=%s&scope=%1$s&state=%1$s",
            "/activate?user_code=%s",
            "/activate?client_id=%s",
            "/nowhere?%s=%1$s",
            "/themes/base/%s.css",
            "/%s");

    @ParameterizedTest
    @MethodSource("hostileValues")
    @DisplayName("SEC-06, SEC-08, CVE-11, CVE-20, CVE-29, CVE-31, RPI-34, FMD-04: no address breaks the server")
    void no_address_breaks_the_server(String value) {
        var alice = TestBrowser.signedIn(server, "alice");

        for (String door : DOORS) {
            RawHttp.Answer answer = alice.raw("GET " + door.formatted(value), "Origin", "http://localhost:8080");

            assertHarmless(door, answer);
        }
    }

    @ParameterizedTest
    @MethodSource("hostileValues")
    @DisplayName("SEC-08, REV-16, INT-04: no form breaks the server")
    void no_form_breaks_the_server(String value) {
        var alice = TestBrowser.signedIn(server, "alice");
        String csrf = TestBrowser.hidden(alice.get("/activate"), "_csrf");
        String shop = TestClient.SHOP.basic();

        for (String form : List.of(
                "/logout client_id=shop&oauth_token=" + value + "&id_token_hint=" + value + "&y=%zz",
                "/logout/confirmation answer=sign-out&confirmation=" + value,
                "/logout/confirmation confirmation=x&confirmation=y&answer=sign-out&answer=stay&z=" + value,
                "/api/2/logout oauth_token=" + value,
                "/login _csrf=" + csrf + "&username=" + value + "&password=" + value,
                "/login username=alice&_csrf=" + value,
                "/oauth2/revoke token=" + value,
                "/oauth2/revoke token=x&token_type_hint=" + value,
                "/oauth2/introspect token=" + value,
                "/oauth2/token grant_type=refresh_token&refresh_token=" + value,
                "/oauth2/token grant_type=authorization_code&code=" + value + "&redirect_uri=" + value,
                "/oauth2/token grant_type=" + value,
                "/oauth2/device_authorization scope=" + value,
                "/oauth2/device_verification _csrf=" + csrf + "&user_code=" + value)) {
            String[] parts = form.split(" ", 2);
            RawHttp.Answer answer = parts[0].startsWith("/oauth2/d") || parts[0].startsWith("/log")
                    ? alice.raw("POST " + parts[0], "Content-Type", FORM, "body", parts[1])
                    : RawHttp.send(
                            server.port(),
                            "POST " + parts[0],
                            "",
                            "Content-Type",
                            FORM,
                            "Authorization",
                            shop,
                            "body",
                            parts[1]);

            assertHarmless(parts[0], parts[0].equals("/login") ? withoutUsername(answer) : answer);
        }
        for (String path : List.of("/oauth2/revoke", "/oauth2/token", "/oauth2/device_authorization")) {
            RawHttp.Answer answer = RawHttp.send(
                    server.port(), "POST " + path, "", "Content-Type", FORM, "body", "token=x&client_id=" + value);

            assertHarmless(path, answer);
        }
    }

    /** The sign-in page shows the username again, as the value of its field. */
    private static RawHttp.Answer withoutUsername(RawHttp.Answer answer) {
        return new RawHttp.Answer(
                answer.status(),
                answer.headers(),
                answer.body().replaceAll("(name=\"username\"[^<>]*) value=\"[^\"<>]*\"", "$1"));
    }

    private static void assertHarmless(String door, RawHttp.Answer answer) {
        assertThat(answer.status()).as(door + " " + answer).isLessThan(500);
        assertThat(answer.location()).as(door).matches("|/[^/\\\\].*|/|http://localhost:808[01]/.*");
        assertThat(answer.header("Set-Cookie")).as(door).noneMatch(cookie -> cookie.contains("stolen"));
        assertThat(answer.body()).as(door).doesNotContain("<script>alert", "drop table account", "org.exeunt.");
    }
}
