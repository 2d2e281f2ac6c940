package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** System A, kind 3, by script tags: the exchange of the published JavaScript SDK 2.6.0, and what attackers make of it. */
@TestInstance(Lifecycle.PER_CLASS)
@OnWebTestDatabases
class SystemAScriptTagsTests {

    private static final Pattern SCRIPT = Pattern.compile(
            "/\\*\\*/window\\.SPiD&&SPiD\\.Talk&&SPiD\\.Talk\\.response\\(\"(\\w+)\",(\\{.*})\\);", Pattern.DOTALL);
    private static final String PAGE = TestClient.SHOP.origin() + "/articles/1?a=b";

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.shared(database);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ajax/hasSession.js", "/rpc/hasSession.js"})
    @DisplayName("LEG-30: hasSession tells an app about its session; afterwards there is none, and nothing of it")
    void has_session(String path) {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        HttpResponse<String> connected = tag(alice, path + "?autologin=1&v=2.6.0");
        Map<String, Object> data = data(connected);
        Map<String, Object> loggedOut = data(tag(alice, "/ajax/logout.js?"));
        HttpResponse<String> after = tag(alice, path + "?autologin=1&v=2.6.0");

        assertThat(data)
                .containsEntry("result", true)
                .containsEntry("userStatus", "connected")
                .containsEntry("userId", TestClient.claims(tokens.id()).get("sub"))
                .containsEntry("expiresIn", 60)
                .doesNotContainKeys("error", "response", "displayName", "email", "sig", "sid");
        assertThat(TestBrowser.header(connected, "Content-Type")).isEqualTo("application/javascript;charset=UTF-8");
        assertThat(TestBrowser.header(connected, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(TestBrowser.header(connected, "Cache-Control")).isEqualTo("no-store");
        assertThat(TestBrowser.header(connected, "Vary")).contains("Cookie", "Referer");
        assertThat(TestBrowser.header(connected, "Cross-Origin-Resource-Policy"))
                .isEqualTo("cross-origin");
        assertThat(connected.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
        assertThat(loggedOut).containsEntry("result", true);
        boolean mainHost = path.startsWith("/ajax");
        assertThat(data(after).get("error"))
                .as("upon a LoginException that client asks the main host")
                .isEqualTo(Map.of(
                        "code",
                        401,
                        "type",
                        mainHost ? "UserException" : "LoginException",
                        "description",
                        mainHost ? "No session found!" : "No session here."));
        assertThat(after.body())
                .contains("\"session\":null,\"status\":\"unknown\"")
                .doesNotContain("userId", "connected");
    }

    @Test
    @DisplayName(
            "LEG-25, LEG-27: logout by script tag ends the session of the cookie and what hangs on it, and clears it")
    void logout() {
        var alice = TestBrowser.signedIn(server, "alice");
        var phone = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);
        Tokens others = TestClient.NEWS.tokens(server, alice);
        var copy = alice.copyFor(server);

        HttpResponse<String> answer = tag(alice, "/ajax/logout.js?");
        Map<String, Object> again = data(tag(alice, "/ajax/logout.js?"));

        assertThat(data(answer)).containsEntry("result", true);
        assertThat(TestBrowser.header(answer, "Set-Cookie")).contains("exeunt=;");
        assertThat(copy.isSignedIn()).isFalse();
        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
        assertThat(TestClient.isAccepted(server, others.access())).isFalse();
        assertThat(phone.isSignedIn()).isTrue();
        assertThat(again.get("error"))
                .as("LEG-27")
                .isEqualTo(Map.of("code", 401, "type", "UserException", "description", "No session found!"));
        assertThat(again.get("response")).asString().contains("result=false");
    }

    @Test
    @DisplayName("LEG-31: without our cookie a script tag's logout reports no success")
    void no_cookie_no_success() {
        Map<String, Object> data = data(tag(new TestBrowser(server), "/ajax/logout.js?"));

        assertThat(data).containsKey("error");
        assertThat(data.get("response")).asString().contains("result=false");
    }

    @Test
    @DisplayName("An app that the person did not sign in to learns nothing by a script tag, and ends nothing")
    void an_app_that_takes_no_part() {
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.NEWS.tokens(server, alice);

        HttpResponse<String> seen = tag(alice, "/ajax/hasSession.js?");
        HttpResponse<String> ended = tag(alice, "/ajax/logout.js?");
        HttpResponse<String> nobody = tag(new TestBrowser(server), "/ajax/hasSession.js?");

        assertThat(withoutTime(seen)).isEqualTo(withoutTime(nobody)).isEqualTo(withoutTime(ended));
        assertThat(alice.isSignedIn()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "another origin         | https://evil.example/     | -",
                "another port           | http://localhost:9999/    | -",
                "another scheme         | https://localhost:8080/   | -",
                "another client's page  | http://localhost:8081/    | -",
                "a page that hides      | -                         | -",
                "an opaque origin       | null                      | -",
                "a name with our name   | http://localhost:8080@evil.example/ | -",
                "redirect_uri disagrees | http://localhost:8080/    | http%3A%2F%2Flocalhost%3A8081%2F",
                "redirect_uri is none   | http://localhost:8080/    | javascript%3Aalert(1)",
                "two of them            | http://localhost:8080/    | http%3A%2F%2Flocalhost%3A8080%2F&redirect_uri=x",
            })
    @DisplayName(
            "LEG-26, FMD-06, SEC-01: a page of another origin learns nothing and ends nothing, and gets no word of its own back")
    void foreign_pages(String what, @Nullable String referrer, @Nullable String redirectUri) {
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);
        String query = "?callback=f1&client_id=shop" + (redirectUri == null ? "" : "&redirect_uri=" + redirectUri);
        String[] headers = referrer == null ? new String[] {} : new String[] {"Referer", referrer};

        for (String path : new String[] {"/ajax/hasSession.js", "/rpc/hasSession.js", "/ajax/logout.js"}) {
            HttpResponse<String> answer = alice.get(path + query, headers);

            assertThat(data(answer).get("error")).as(what).asString().contains("code=403");
            assertThat(answer.body()).doesNotContain("userId", "evil", "alert");
        }
        assertThat(alice.isSignedIn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alert(1)",
                "f1);alert(1);//",
                "f1%22,alert(1))//",
                "f1.x",
                "f1%5B0%5D",
                "1f",
                "",
                "f%0a1",
                "f%E2%80%A81",
                "%3C/script%3E",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "f1&callback=f2"
            })
    @DisplayName("LEG-33, CVE-58, CVE-59: a callback is a name or nothing; nothing else is said again, run, or done")
    void callbacks(String callback) {
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);

        for (String path : new String[] {"/ajax/hasSession.js", "/ajax/logout.js"}) {
            HttpResponse<String> answer =
                    alice.get(path + "?client_id=shop&callback=" + callback, "Referer", TestClient.SHOP.origin() + "/");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).isEqualTo("/* Not understood. */");
        }
        assertThat(alice.isSignedIn()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Dest,image", "Sec-Fetch-Dest,document", "Sec-Fetch-Dest,iframe", "Sec-Fetch-Dest,empty",
        "Sec-Fetch-Dest,serviceworker", "Sec-Fetch-Dest,style", "Sec-Fetch-Mode,navigate", "Sec-Fetch-Mode,cors",
        "Sec-Purpose,prefetch", "Purpose,prefetch"
    })
    @DisplayName("FMD-06: what is no script tag ends nothing, whosever page it is on")
    void a_request_that_is_no_script_tag(String header, String value) {
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);
        String logout = "/ajax/logout.js?callback=f1&client_id=shop";

        int answered = alice.get(logout, "Referer", PAGE, header, value).statusCode();
        alice.send("POST", logout, "Referer", PAGE);
        alice.send("HEAD", logout, "Referer", PAGE);

        assertThat(answered).isEqualTo(400);
        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("An unknown client and an unregistered origin look the same")
    void unknown_clients() {
        var alice = TestBrowser.signedIn(server, "alice");

        HttpResponse<String> answer = alice.get("/ajax/hasSession.js?callback=f1&client_id=nobody", "Referer", PAGE);

        assertThat(data(answer).get("error")).asString().contains("code=403");
    }

    @Test
    @DisplayName("Script tags are answered only where they are switched on")
    void only_where_switched_on() {
        try (var modern = RunningServer.start(database.freshUrl(), "--exeunt.compat.jsonp=false")) {
            var alice = TestBrowser.signedIn(modern, "alice");
            TestClient.SHOP.tokens(modern, alice);

            for (String path : new String[] {"/ajax/hasSession.js", "/rpc/hasSession.js", "/ajax/logout.js"}) {
                assertThat(tag(alice, path + "?").statusCode()).as(path).isEqualTo(404);
            }
            assertThat(alice.isSignedIn()).isTrue();
        }
    }

    private static HttpResponse<String> tag(TestBrowser browser, String path) {
        return browser.get(
                path + "&callback=f2a3b4c5d&redirect_uri=" + TestBrowser.encode(PAGE) + "&client_id=shop",
                "Referer",
                TestClient.SHOP.origin() + "/",
                "Sec-Fetch-Dest",
                "script",
                "Sec-Fetch-Mode",
                "no-cors",
                "Sec-Fetch-Site",
                "same-site");
    }

    private static Map<String, Object> data(HttpResponse<String> answer) {
        Matcher script = SCRIPT.matcher(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(script.matches()).as(answer.body()).isTrue();
        return JsonMapper.builder().build().readValue(script.group(2), new TypeReference<Map<String, Object>>() {});
    }

    private static String withoutTime(HttpResponse<String> answer) {
        return answer.body().replaceAll("\"serverTime\":\\d+", "");
    }
}
