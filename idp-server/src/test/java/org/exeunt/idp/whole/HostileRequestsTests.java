package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers, sizes and posts of other sites that no honest browser sends: nothing opens, nothing breaks. */
@OnEachDatabase
class HostileRequestsTests {

    private final RunningServer server;

    HostileRequestsTests(TestDatabase database) {
        server = RunningServer.shared(database);
    }

    @Test
    @DisplayName(
            "SEC-29, CVE-41: neither Host nor X-Forwarded-Host nor an absolute target decides where anybody is sent")
    void no_header_decides_a_redirect() {
        String authorize = TestClient.SHOP.authorizationUrl("openid");
        List<String> locations = new ArrayList<>();

        for (String[] headers : new String[][] {
            {"Host", "evil.example"},
            {"X-Forwarded-Host", "evil.example"},
            {"X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "https", "X-Forwarded-Port", "444"},
            {"Forwarded", "host=evil.example;proto=https"}
        }) {
            var browser = new TestBrowser(server);
            var toSignIn = browser.raw("GET " + authorize, headers);
            toSignIn.header("Set-Cookie").forEach(browser::keep);
            locations.add(toSignIn.location());
            locations.add(TestBrowser.location(browser.signIn("alice")));
            locations.add(browser.raw("GET /logout?client_id=shop&redirect_uri=x", headers)
                    .location());
            locations.add(browser.raw("GET /activate", headers).location());
        }
        locations.add(
                new TestBrowser(server).raw("GET http://evil.example/activate").location());

        assertThat(locations).noneMatch(location -> location.contains("evil.example"));
    }

    @Test
    @DisplayName(
            "SEC-17: a hint of 20 kB is refused whole, by GET and by POST, and so is what the server cannot take at all")
    void a_huge_hint_is_refused() {
        var alice = TestBrowser.signedIn(server, "alice");
        String huge = "id_token_hint=" + "a".repeat(20_000);

        HttpResponse<String> byGet = alice.get("/connect/logout?" + huge);
        HttpResponse<String> byPost = alice.post("/connect/logout", huge);
        var tooBigForAnyAddress = alice.raw("GET /connect/logout?" + huge + huge);
        HttpResponse<String> tooBigForAnyForm = alice.post("/connect/logout", "id_token_hint=" + "a".repeat(3_000_000));
        HttpResponse<String> tooMany = alice.post("/logout", "client_id=shop&" + "a=1&".repeat(2_000));

        assertThat(List.of(byGet.statusCode(), byPost.statusCode(), tooMany.statusCode()))
                .containsOnly(400);
        assertThat(tooBigForAnyAddress.status()).isEqualTo(414);
        assertThat(tooBigForAnyForm.statusCode()).isIn(400, 413);
        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("CVE-30, RFC 6585, 5: more cookies or headers than are read are 431, and what is broken is 400")
    void too_much_of_a_header_says_so() {
        var alice = TestBrowser.signedIn(server, "alice");
        String[] many = IntStream.range(0, 300)
                .mapToObj(number -> number % 2 == 0 ? "X-" + number : "1")
                .toArray(String[]::new);

        var large = alice.raw("GET /logout?client_id=shop", "X-Large", "a".repeat(30_000));
        var tooMany = alice.raw("GET /logout?client_id=shop", many);
        var broken = alice.raw("GET /logout?client_id=shop", "X-Broken", "a\u0001b");

        assertThat(List.of(large.status(), tooMany.status())).containsOnly(431);
        assertThat(broken.status()).isEqualTo(400);
        assertThat(large.body()).contains("delete the cookies of this site");
        assertThat(large.header("Cache-Control")).containsExactly("no-store");
        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("CVE-30, COK-07: a hundred cookies, and cookies of our name that are not ours, break nothing")
    void strange_cookies_break_nothing() {
        var alice = TestBrowser.signedIn(server, "alice");
        String cookie = "exeunt=" + alice.sessionCookie().orElseThrow();
        var nobody = new TestBrowser(server);

        for (String cookies : List.of(
                "a=b; ".repeat(100) + cookie,
                cookie + "; exeunt=x; exeunt=y",
                "exeunt=\"" + alice.sessionCookie().orElseThrow() + "\"",
                "exeunt=a b; ;;=; exeunt",
                "exeunt-language=xx-%00; exeunt-language=\"><script>")) {
            var answer = nobody.raw("GET /", "Cookie", cookies);

            assertThat(answer.status()).as(cookies).isEqualTo(200);
            assertThat(answer.body()).doesNotContain("<script>");
        }
        assertThat(alice.isSignedIn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/logout", "/connect/logout"})
    @DisplayName("RPI-57: a logout that another site posts comes again by GET, with the cookie that was left behind")
    void a_post_from_another_site_comes_again(String path) {
        var alice = TestBrowser.signedIn(server, "alice");
        String hint = TestClient.SHOP.tokens(server, alice).id();
        String form = "client_id=shop&state=%C3%A6+%26&id_token_hint=" + hint;
        String[] crossSite = {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"
        };

        HttpResponse<String> first = new TestBrowser(server).post(path, form, crossSite);
        HttpResponse<String> second = alice.get(
                TestBrowser.location(first) + "&post_logout_redirect_uri=" + TestClient.SHOP.signedOut(), crossSite);
        HttpResponse<String> broken = new TestBrowser(server).post(path, "client_id=shop&state=%FF", crossSite);

        assertThat(first.statusCode()).isEqualTo(303);
        assertThat(TestBrowser.header(first, "Set-Cookie")).isEmpty();
        assertThat(TestBrowser.location(first)).startsWith(path + "?");
        assertThat(TestBrowser.location(second)).isEqualTo(TestClient.SHOP.signedOut() + "?state=%C3%A6%20%26");
        assertThat(alice.isSignedIn()).isFalse();
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(TestBrowser.location(broken)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/logout/confirmation", "/oauth2/device_verification"})
    @DisplayName("SEC-03: what only our own pages post is refused when another site does")
    void forms_of_our_pages_are_refused_from_other_origins(String path) {
        HttpResponse<String> answer = new TestBrowser(server)
                .post(path, "username=bob", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(TestBrowser.header(answer, "Set-Cookie")).isEmpty();
    }

    @Test
    @DisplayName("FMD-03, FMD-04, FMD-08: nonsense in fetch metadata is ignored, and programs need none")
    void nonsense_in_fetch_metadata_is_ignored() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        HttpResponse<String> nonsense =
                alice.get("/logout?client_id=shop", "Sec-Fetch-Site", "moon", "Sec-Fetch-User", "?7");
        HttpResponse<String> revoked = new TestBrowser(server)
                .post(
                        "/oauth2/revoke",
                        "token=" + tokens.refresh(),
                        "Authorization",
                        TestClient.SHOP.basic(),
                        "Sec-Fetch-Site",
                        "cross-site",
                        "Sec-Fetch-Mode",
                        "cors");

        assertThat(nonsense.statusCode()).isEqualTo(200);
        assertThat(alice.isSignedIn()).isFalse();
        assertThat(revoked.statusCode()).isEqualTo(200);
    }
}
