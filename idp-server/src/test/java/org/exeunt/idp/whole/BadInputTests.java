package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no honest client sends: nothing is lost, nobody is sent anywhere, and nothing breaks. */
@OnEachDatabase
class BadInputTests {

    private static final String SIGNED_OUT = "http://localhost:8080/signed-out";

    private final RunningServer server;

    BadInputTests(TestDatabase database) {
        server = RunningServer.shared(database);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client_id=shop&client_id=shop",
                "client_id=shop&state=a&state=b",
                "client_id=shop&state=a%0d%0aSet-Cookie:%20a=b",
                "client_id=shop&state=%00",
                "client_id=shop&state=%E2%80%A8",
                "client_id=%FF",
                "client_id=shop&x=%C3%28",
                "client_id=nobody",
                "client_id=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
            })
    @DisplayName("LEG-02, SEC-06, SEC-08, CVE-20, CVE-31: refused, and the session stays")
    void unreadable_values_are_refused(String query) {
        var alice = TestBrowser.signedIn(server, "alice");

        for (String path : new String[] {"/logout?", "/connect/logout?"}) {
            var answer = alice.get(path + query);

            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(answer.headers().firstValue("Location")).isEmpty();
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(answer.body()).doesNotContain("<script>").contains("name=\"confirmation\"");
        }
        assertThat(alice.isSignedIn()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"client_id,101", "redirect_uri,2001", "state,8001", "oauth_token,1001", "id_token_hint,16001"})
    void values_that_are_too_long_are_refused(String parameter, int length) {
        var alice = TestBrowser.signedIn(server, "alice");

        var answer = alice.post("/logout", Map.of(parameter, "x".repeat(length)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(alice.isSignedIn()).isTrue();
    }

    // A8, B16
    @ParameterizedTest
    @CsvSource({"/logout,x,8000,8001", "/connect/logout,x,8000,8001", "/connect/logout,é,1333,1334", "/logout,漢,888,889"
    })
    @DisplayName("A state fits into the redirect, encoded, or is refused before anything ends")
    void a_state_fits_into_the_redirect_or_is_refused(String path, String character, int fits, int tooMany) {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens shop = TestClient.SHOP.tokens(server, alice);
        Map<String, String> logout = Map.of("id_token_hint", shop.id(), "post_logout_redirect_uri", SIGNED_OUT);
        var tooLong = new LinkedHashMap<>(logout);
        tooLong.put("state", character.repeat(tooMany));
        var longest = new LinkedHashMap<>(logout);
        longest.put("state", character.repeat(fits));

        var refused = alice.post(path, tooLong);
        boolean stillThere = alice.isSignedIn();
        var out = alice.post(path, longest);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(stillThere).isTrue();
        assertThat(TestBrowser.location(out))
                .isEqualTo(SIGNED_OUT + "?state=" + TestBrowser.encode(character.repeat(fits)));
        assertThat(alice.isSignedIn()).isFalse();
    }

    // A8, B16
    @Test
    @DisplayName("A state of the greatest length survives the question, and without a receipt the redirect carries it")
    void the_longest_state_survives_the_question() {
        var alice = TestBrowser.signedIn(server, "alice");
        String state = "s".repeat(8000);
        var question = alice.get(
                "/connect/logout?client_id=news&post_logout_redirect_uri=http://localhost:8081/signed-out&state="
                        + state);

        var out = alice.post(
                "/logout/confirmation",
                Map.of("answer", "sign-out", "confirmation", TestBrowser.hidden(question, "confirmation")));

        assertThat(TestBrowser.location(out)).isEqualTo("http://localhost:8081/signed-out?state=" + state);
    }

    // F9
    @ParameterizedTest
    @ValueSource(strings = {"Sec-Fetch-Dest", "Sec-Fetch-Site", "Sec-Fetch-Mode"})
    @DisplayName("FMD: a header without a value says nothing")
    void an_empty_fetch_metadata_header_is_as_absent(String header) {
        var alice = TestBrowser.signedIn(server, "alice");

        var answer = alice.get("/logout?client_id=shop", header, "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(alice.isSignedIn()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "//evil.example",
                "/%5cevil.example",
                "http://localhost:8080/signed-out/",
                "http://localhost:8080/signed-out?x=1",
                "http://localhost:8080/signed-out%23x",
                "http://localhost:8080/./signed-out",
                "HTTP://localhost:8080/signed-out",
                "http://LOCALHOST:8080/signed-out",
                "http://localhost:8080@evil.example/signed-out",
                "http://localhost:8080/signed-out/../../..//evil.example",
                "http://localhost:8080.evil.example/signed-out",
                "http://localhost:80@evil.example/",
                "http://localhost:8080%5c@evil.example/",
                "http://localhost:8081/signed-out",
                "javascript:alert(1)",
                "/%09/evil.example",
                "https:///evil.example",
                "http:evil.example",
                "%20http://localhost:8080/signed-out"
            })
    @DisplayName(
            "LEG-04, LEG-06, LEG-07, SEC-04, SEC-05, CVE-01, CVE-10, CVE-22, CVE-24, CVE-25, CVE-26, CVE-33: no redirect")
    void a_target_that_is_not_registered_is_not_used(String target) {
        var alice = TestBrowser.signedIn(server, "alice");

        var answer = alice.get("/logout?client_id=shop&redirect_uri=" + target);

        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.body()).doesNotContain("evil.example");
        assertThat(answer.statusCode()).isIn(200, 400);
        assertThat(alice.isSignedIn()).isEqualTo(answer.statusCode() == 400);
    }

    @Test
    @DisplayName("LEG-09: a token of another client is refused together with the request, and lives on")
    void a_client_that_disagrees_with_the_token_is_refused() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens shop = TestClient.SHOP.tokens(server, alice);

        var byToken = alice.get("/logout?client_id=news&oauth_token=" + shop.access());
        var byHint = alice.get("/connect/logout?client_id=news&id_token_hint=" + shop.id());

        assertThat(byToken.statusCode()).isEqualTo(400);
        assertThat(byHint.statusCode()).isEqualTo(400);
        assertThat(alice.isSignedIn()).isTrue();
        assertThat(TestClient.userinfo(server, shop.access())).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Dest,image",
        "Sec-Fetch-Dest,iframe",
        "Sec-Fetch-Dest,script",
        "Sec-Fetch-Dest,empty",
        "Sec-Purpose,prefetch",
        "Purpose,prefetch"
    })
    @DisplayName("LEG-16, SEC-01, SEC-02, FMD, CVE-67: what is not a navigation ends nothing")
    void a_request_that_is_no_navigation_ends_nothing(String header, String value) {
        var alice = TestBrowser.signedIn(server, "alice");
        String hint = TestClient.SHOP.tokens(server, alice).id();

        var platform = alice.get("/logout?client_id=shop&redirect_uri=" + SIGNED_OUT, header, value);
        var openId = alice.get("/connect/logout?id_token_hint=" + hint, header, value);

        assertThat(platform.statusCode()).isEqualTo(400);
        assertThat(platform.headers().firstValue("Location")).isEmpty();
        assertThat(openId.statusCode()).isEqualTo(400);
        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("SEC-02: HEAD and OPTIONS end nothing")
    void head_and_options_end_nothing() {
        var alice = TestBrowser.signedIn(server, "alice");

        alice.send("HEAD", "/logout?client_id=shop");
        alice.send("OPTIONS", "/logout?client_id=shop");

        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName(
            "LEG-16: a navigation that a foreign site started leads to the question; the client's own page does not")
    void a_foreign_site_leads_to_the_question() {
        var alice = TestBrowser.signedIn(server, "alice");

        var foreign = alice.get(
                "/logout?client_id=shop",
                "Sec-Fetch-Site",
                "cross-site",
                "Sec-Fetch-Dest",
                "document",
                "Referer",
                "https://evil.example/");
        boolean afterForeign = alice.isSignedIn();
        alice.get(
                "/logout?client_id=shop",
                "Sec-Fetch-Site",
                "cross-site",
                "Sec-Fetch-Dest",
                "document",
                "Referer",
                "http://localhost:8080/");

        assertThat(foreign.statusCode()).isEqualTo(200);
        assertThat(foreign.body()).contains("name=\"confirmation\"");
        assertThat(afterForeign).isTrue();
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName("RPI-04: a body that is no form has no effect")
    void a_body_that_is_no_form_has_no_effect() {
        var alice = TestBrowser.signedIn(server, "alice");

        var json = alice.send("POST", "/logout?client_id=shop", "Content-Type", "application/json");
        var multipart = alice.send("POST", "/connect/logout", "Content-Type", "multipart/form-data; boundary=x");

        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(multipart.statusCode()).isEqualTo(400);
        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("SEC-28, CVE-03: a tampered cookie is nobody's session, and is deleted")
    void a_tampered_cookie_matches_no_session() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        for (String cookie : new String[] {"garbage", "%00%ff", tokens.access(), tokens.id(), tokens.sid(), ""}) {
            var answer = new TestBrowser(server).get("/logout?client_id=shop", "Cookie", "exeunt=" + cookie);

            assertThat(answer.statusCode()).as(cookie).isEqualTo(200);
            assertThat(answer.headers().firstValue("Set-Cookie").orElse("")).contains("exeunt=;", "Max-Age=0");
        }
        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("SEC-09, COK, LEG-11: headers of every answer of a logout")
    void every_answer_forbids_caching_sniffing_framing_and_referrers() {
        var alice = TestBrowser.signedIn(server, "alice");
        String cookie = alice.get("/login").headers().firstValue("Set-Cookie").orElse("HttpOnly; SameSite=Lax; Path=/");

        for (HttpResponse<String> answer : List.of(
                alice.get("/logout"),
                alice.get("/logout?client_id=nobody"),
                alice.get("/api/2/logout"),
                alice.send("DELETE", "/session?client_id=shop", "Origin", "http://localhost:8080"),
                alice.get("/logout?client_id=shop&redirect_uri=" + SIGNED_OUT))) {
            var headers = answer.headers();
            assertThat(headers.firstValue("Cache-Control").orElse("")).contains("no-store");
            assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
            assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
        }
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=/");
    }

    @Test
    @DisplayName("CVE-37, CVE-40, CVE-70, CVE-71, CVE-72, CVE-75, CVE-79: other products' parameters are ignored")
    void other_products_parameters_are_ignored() {
        var answer = new TestBrowser(server)
                .get("/logout?client_id=shop&goto=https://evil.example&returnTo=https://evil.example"
                        + "&service=https://evil.example&target_url=https://evil.example&next=//evil.example"
                        + "&post_logout_redirect=javascript:alert(1)");

        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.body()).doesNotContain("evil.example", "javascript:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login?client_id=%00",
                "/logout?client_id=a%00b",
                "/session?client_id=%00",
                "/connect/logout?client_id=%E2%80%A8",
                "/oauth2/authorize?response_type=code&client_id=%00"
            })
    void a_client_id_that_no_database_can_look_for_breaks_nothing(String path) {
        var answer = new TestBrowser(server).get(path, "Origin", "http://localhost:8080");

        assertThat(answer.statusCode()).isLessThan(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u2028", "\0"})
    @DisplayName("REV-05: a blank client_id is nobody")
    void a_blank_client_id_is_unknown(String clientId) {
        var answer = new TestBrowser(server).post("/oauth2/revoke", Map.of("token", "x", "client_id", clientId));

        assertThat(answer.statusCode()).isBetween(300, 499);
    }
}
