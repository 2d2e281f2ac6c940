package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** System D, a binding-cookie session endpoint: its wire, row by row. */
@TestInstance(Lifecycle.PER_CLASS)
@OnEachDatabase
class SystemDSessionsTests {

    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";
    private static final String IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
            + " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

    /** With its date where midnight lies between the moment and the look at it. */
    private static final String MOMENT = "(\\d{1,2} [A-Za-z]{3}\\.? )?\\d\\d:\\d\\d CES?T";

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(
                database.freshUrl(),
                "--exeunt.accounts.carol.password=carol-demo-password",
                "--exeunt.accounts.dave.password=dave-demo-password",
                "--exeunt.accounts.erin.password=erin-demo-password",
                "--exeunt.accounts.frank.password=frank-demo-password",
                "--exeunt.time-zone=Europe/Oslo");
    }

    @BeforeEach
    void setTheClock() {
        server.clock().setAheadBy(Duration.ZERO);
        // Counted in another test's future.
        server.jdbc().sql("delete from sign_in_attempt").update();
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    @Test
    @DisplayName(
            "System D: POST /api/auth/logout ends the session of the cookie, and clears it; without one it is a success")
    void logout_by_cookie() {
        var alice = TestBrowser.signedIn(server, "alice");
        var phone = TestBrowser.signedIn(server, "alice");
        Tokens tokens = TestClient.SHOP.tokens(server, alice);

        HttpResponse<String> first = alice.send("POST", "/api/auth/logout");
        HttpResponse<String> again = alice.send("POST", "/api/auth/logout");
        HttpResponse<String> stranger = new TestBrowser(server).send("POST", "/api/auth/logout");
        HttpResponse<String> nonsense =
                new TestBrowser(server).send("POST", "/api/auth/logout", "Cookie", "exeunt=nonsense");

        assertThat(List.of(first, again, stranger, nonsense)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"success\":true}");
            assertThat(TestBrowser.header(answer, "Set-Cookie")).contains("exeunt=;");
            assertThat(TestBrowser.header(answer, "Cache-Control")).contains("no-store");
        });
        assertThat(alice.sessionCookie()).isEmpty();
        assertThat(alice.isSignedIn()).isFalse();
        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
        assertThat(phone.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName(
            "System D, REV-18: when the server fails the cookie is cleared all the same, and the answer is no success")
    void a_sign_out_that_failed_is_no_success() {
        int step = 1;
        boolean broke = true;

        while (broke) {
            var alice = TestBrowser.signedIn(server, "alice");
            var copy = alice.copyFor(server);
            server.faults().failAtStatement(step++);
            HttpResponse<String> answer = alice.send("POST", "/api/auth/logout");
            broke = server.faults().heal();

            if (broke) {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("not-signed-out").doesNotContain("the database broke", "SQL");
                assertThat(copy.isSignedIn()).as("honest").isTrue();
                assertThat(copy.send("POST", "/api/auth/logout").statusCode()).isEqualTo(200);
            }
            assertThat(alice.sessionCookie()).isEmpty();
            assertThat(copy.isSignedIn()).isFalse();
        }
        assertThat(step).isGreaterThan(5);
    }

    @Test
    @DisplayName("System D: a record of each sign-in tells device, times, validity and the reason of its end")
    void each_sign_in_is_recorded() {
        var laptop = signedIn("carol", FIREFOX);
        TestClient.SHOP.tokens(server, laptop);
        var phone = signedIn("carol", IPHONE);
        var gone = signedIn("carol", "");
        gone.send("POST", "/api/auth/logout");

        List<Map<String, Object>> listed = sessions(laptop);

        assertThat(listed).hasSize(3);
        assertThat(listed.get(0))
                .containsEntry("current", true)
                .containsEntry("browser", "Firefox")
                .containsEntry("system", "Linux")
                .containsEntry("newDevice", true)
                .containsEntry("apps", List.of("Shop"))
                .containsEntry("valid", true)
                .containsEntry("endedAt", null)
                .containsEntry("reason", null)
                .containsKeys("id", "createdAt", "lastActiveAt", "expiresAt");
        assertThat(listed.get(1))
                .containsEntry("current", false)
                .containsEntry("browser", "Safari")
                .containsEntry("system", "iPhone")
                .containsEntry("apps", List.of());
        assertThat(listed.get(2))
                .containsEntry("browser", null)
                .containsEntry("valid", false)
                .containsEntry("reason", "user_logout");
        assertThat(sessions(phone).getFirst()).containsEntry("system", "iPhone").containsEntry("current", true);
        server.clock().setAheadBy(Duration.ofHours(3));
        var later = signedIn("carol", FIREFOX);
        assertThat(sessions(later))
                .extracting(session -> session.get("reason"))
                .containsExactlyInAnyOrder(null, "session_timeout", "session_timeout", "user_logout");
        server.clock().setAheadBy(Duration.ofDays(7).plusHours(6));
        assertThat(sessions(signedIn("carol", FIREFOX))).as("after seven days").hasSize(1);
        assertThat(new TestBrowser(server).get("/api/auth/sessions").statusCode())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("System D, COK-10: neither the address nor what the browser says of itself is kept")
    void no_address_and_no_header_is_kept() {
        signedIn("alice", FIREFOX + " Marked/1");

        assertThat(server.column("sso_session", "address_hash"))
                .allSatisfy(hash -> assertThat(hash).hasSize(43).doesNotContain("127.0.0.1"));
        assertThat(server.column("sso_session", "fingerprint_hash").stream().distinct())
                .hasSizeGreaterThan(1);
        for (String column : List.of("device_browser", "device_system", "device_hash", "fingerprint_hash")) {
            assertThat(String.join(" ", server.column("sso_session", column)))
                    .doesNotContain("Mozilla", "Marked", "127.0.0.1");
        }
    }

    @Test
    @DisplayName("System D: a sign-in tells whether the device is new for this person")
    void a_new_device_is_told() {
        var browser = signedIn("dave", FIREFOX);
        boolean first = isNewDevice(browser);
        browser.send("POST", "/api/auth/logout");
        browser.signIn("dave");
        boolean again = isNewDevice(browser);
        browser.signIn("bob");
        boolean another = isNewDevice(browser);
        boolean elsewhere = isNewDevice(signedIn("dave", FIREFOX));

        assertThat(first).isTrue();
        assertThat(again).isFalse();
        assertThat(another).as("new for another person").isTrue();
        assertThat(elsewhere).isTrue();
    }

    @Test
    @DisplayName("System D, SEC-21: DELETE /api/auth/sessions/{id} ends one session of the person, on whichever device")
    void one_session_is_ended() {
        var laptop = signedIn("erin", FIREFOX);
        var phone = signedIn("erin", IPHONE);
        Tokens tokens = TestClient.SHOP.tokens(server, phone);
        var bob = TestBrowser.signedIn(server, "bob");
        String bobs = TestClient.SHOP.tokens(server, bob).sid();

        HttpResponse<String> ended = laptop.send("DELETE", "/api/auth/sessions/" + tokens.sid());
        HttpResponse<String> again = laptop.send("DELETE", "/api/auth/sessions/" + tokens.sid());
        HttpResponse<String> another = laptop.send("DELETE", "/api/auth/sessions/" + bobs);
        HttpResponse<String> unknown = laptop.send("DELETE", "/api/auth/sessions/AAAAAAAAAAAAAAAAAAAAAA");
        HttpResponse<String> nonsense = laptop.send("DELETE", "/api/auth/sessions/%3Cscript%3E");
        HttpResponse<String> nobody = new TestBrowser(server).send("DELETE", "/api/auth/sessions/" + tokens.sid());

        assertThat(ended.body()).isEqualTo("{\"success\":true}");
        assertThat(again.body()).isEqualTo("{\"success\":true}");
        assertThat(List.of(another, unknown, nonsense)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("/problems/unknown-session").doesNotContain("bob");
        });
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(phone.isSignedIn()).isFalse();
        assertThat(TestClient.isAccepted(server, tokens.access())).isFalse();
        assertThat(laptop.isSignedIn()).isTrue();
        assertThat(bob.isSignedIn()).isTrue();
        String own = String.valueOf(sessions(laptop).getFirst().get("id"));
        assertThat(TestBrowser.header(laptop.send("DELETE", "/api/auth/sessions/" + own), "Set-Cookie"))
                .contains("exeunt=;");
        assertThat(laptop.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName(
            "System D: DELETE /api/auth/sessions ends every session, tokens and offline tokens too; others spares this one")
    void all_sessions_are_ended() {
        var laptop = signedIn("frank", FIREFOX);
        var phone = signedIn("frank", IPHONE);
        var tablet = signedIn("frank", IPHONE);
        Tokens own = TestClient.MOBILE.tokens(server, laptop, "openid offline_access");
        Tokens phones = TestClient.SHOP.tokens(server, phone);
        Tokens offline = TestClient.MOBILE.tokens(server, tablet, "openid offline_access");

        HttpResponse<String> unknown = laptop.send("DELETE", "/api/auth/sessions?scope=most");
        HttpResponse<String> others = laptop.send("DELETE", "/api/auth/sessions?scope=others");

        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(others.body()).isEqualTo("{\"success\":true}");
        assertThat(laptop.isSignedIn()).isTrue();
        assertThat(TestClient.isAccepted(server, own.access())).isTrue();
        assertThat(phone.isSignedIn() || tablet.isSignedIn()).isFalse();
        assertThat(TestClient.isAccepted(server, phones.access())).isFalse();
        assertThat(TestClient.isOk(TestClient.MOBILE.refresh(server, offline.refresh())))
                .isFalse();
        assertThat(sessions(laptop))
                .extracting(session -> session.get("reason"))
                .containsExactly(null, "signed_out_elsewhere", "signed_out_elsewhere");

        phone.signIn("frank");
        HttpResponse<String> everywhere = laptop.send("DELETE", "/api/auth/sessions");

        assertThat(everywhere.body()).isEqualTo("{\"success\":true}");
        assertThat(TestBrowser.header(everywhere, "Set-Cookie")).contains("exeunt=;");
        assertThat(laptop.isSignedIn() || phone.isSignedIn()).isFalse();
        assertThat(TestClient.isOk(TestClient.MOBILE.refresh(server, own.refresh())))
                .isFalse();
        assertThat(new TestBrowser(server).send("DELETE", "/api/auth/sessions").statusCode())
                .isEqualTo(401);
        assertThat(TestBrowser.signedIn(server, "frank").isSignedIn()).isTrue();
    }

    @Test
    @DisplayName(
            "System D, SEC-21: pages of other origins can neither list nor end anything, unless a client registered them")
    void other_origins_are_refused() {
        var alice = TestBrowser.signedIn(server, "alice");
        String ours = server.url("").toString();

        for (String origin : List.of("https://evil.example", "null", "http://localhost:8080.evil.example")) {
            assertThat(alice.send("POST", "/api/auth/logout", "Origin", origin).statusCode())
                    .isEqualTo(403);
            assertThat(alice.send("DELETE", "/api/auth/sessions", "Origin", origin)
                            .statusCode())
                    .isEqualTo(403);
            assertThat(alice.get("/api/auth/sessions", "Origin", origin).statusCode())
                    .isEqualTo(403);
        }
        HttpResponse<String> posted = alice.post(
                "/api/auth/logout", "", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Origin", "null");
        TestClient.SHOP.tokens(server, alice);
        HttpResponse<String> registered =
                alice.get("/api/auth/sessions?client_id=shop", "Origin", TestClient.SHOP.origin());

        assertThat(posted.statusCode()).isEqualTo(403);
        assertThat(alice.isSignedIn()).isTrue();
        assertThat(registered.statusCode()).isEqualTo(200);
        assertThat(TestBrowser.header(registered, "Access-Control-Allow-Origin"))
                .isEqualTo(TestClient.SHOP.origin());
        assertThat(alice.send("POST", "/api/auth/logout", "Origin", ours).statusCode())
                .isEqualTo(200);
        assertThat(alice.isSignedIn()).isFalse();
    }

    // A9
    @Test
    @DisplayName(
            "A registered origin sees the sessions that its app takes part in, without other apps, and a stranger's none")
    void a_registered_origin_sees_its_own_participation_only() {
        var phone = TestBrowser.signedIn(server, "bob");
        TestClient.NEWS.tokens(server, phone);
        var laptop = TestBrowser.signedIn(server, "bob");
        Tokens both = TestClient.SHOP.tokens(server, laptop);
        TestClient.NEWS.tokens(server, laptop);
        String[] shop = {"Origin", TestClient.SHOP.origin()};

        HttpResponse<String> ofShop = laptop.get("/api/auth/sessions?client_id=shop", shop);
        HttpResponse<String> ofNews =
                laptop.get("/api/auth/sessions?client_id=news", "Origin", TestClient.NEWS.origin());
        HttpResponse<String> ofStranger = phone.get("/api/auth/sessions?client_id=shop", shop);
        HttpResponse<String> own = laptop.get("/api/auth/sessions");

        assertThat(ofShop.body()).contains(both.sid(), "\"apps\":[\"Shop\"]").doesNotContain("News");
        assertThat(ofShop.body().split("\"id\"", -1)).hasSize(2);
        assertThat(ofNews.body()).contains("\"apps\":[\"News\"]").doesNotContain("Shop");
        assertThat(ofStranger.statusCode()).isEqualTo(401);
        assertThat(own.body()).contains("\"apps\":[\"Shop\",\"News\"]", "\"apps\":[\"News\"]");
    }

    // B18
    @Test
    @DisplayName(
            "System D: the published client names no client; the only one that registered the page's origin is meant")
    void the_origin_names_its_only_client() {
        var alice = TestBrowser.signedIn(server, "alice");
        TestClient.SHOP.tokens(server, alice);
        String[] shop = {"Origin", TestClient.SHOP.origin()};

        HttpResponse<String> preflight = alice.send(
                "OPTIONS",
                "/api/auth/logout",
                "Origin",
                TestClient.SHOP.origin(),
                "Access-Control-Request-Method",
                "POST");
        HttpResponse<String> seen = alice.get("/session", shop);
        HttpResponse<String> stays = alice.send("POST", "/session", shop);
        HttpResponse<String> list = alice.get("/api/auth/sessions", shop);
        HttpResponse<String> foreign = alice.send("DELETE", "/session", "Origin", "https://evil.example");
        HttpResponse<String> disagreeing = alice.send("DELETE", "/session?client_id=news", shop);
        HttpResponse<String> broken = alice.send("DELETE", "/session?client_sdrn=shop", shop);
        boolean stillThere = alice.isSignedIn();
        HttpResponse<String> out = alice.send("POST", "/api/auth/logout", shop);
        boolean afterLogout = alice.isSignedIn();
        alice.signIn("alice");
        HttpResponse<String> outBySdk = alice.send("DELETE", "/session", shop);

        assertThat(TestBrowser.header(preflight, "Access-Control-Allow-Origin")).isEqualTo(TestClient.SHOP.origin());
        assertThat(seen.body()).contains("\"status\":\"connected\"");
        assertThat(stays.statusCode()).isEqualTo(200);
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(List.of(foreign.statusCode(), disagreeing.statusCode(), broken.statusCode()))
                .containsOnly(403);
        assertThat(stillThere).isTrue();
        assertThat(out.statusCode()).isEqualTo(200);
        assertThat(afterLogout).isFalse();
        assertThat(outBySdk.body()).contains("\"ended\":true");
        assertThat(alice.isSignedIn()).isFalse();
    }

    // B18
    @Test
    @DisplayName("An origin that two clients registered names neither")
    void an_origin_of_two_clients_names_neither() {
        try (var both = RunningServer.start(
                TestDatabase.H2.freshUrl(),
                "--exeunt.clients.news.allowed-origins=http://localhost:8080,http://localhost:8081")) {
            var alice = TestBrowser.signedIn(both, "alice");
            String[] shop = {"Origin", TestClient.SHOP.origin()};

            assertThat(alice.send("POST", "/api/auth/logout", shop).statusCode())
                    .isEqualTo(403);
            assertThat(alice.send("DELETE", "/session", shop).statusCode()).isEqualTo(403);
            assertThat(alice.isSignedIn()).isTrue();
            assertThat(alice.send("DELETE", "/session?client_id=shop", shop).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    @DisplayName("System D: whoever was timed out arrives at /login?reason=session_timeout, and is told why and when")
    void a_time_out_is_explained() {
        var alice = TestBrowser.signedIn(server, "alice");
        server.clock().setAheadBy(Duration.ofHours(3));

        HttpResponse<String> sent = alice.get(TestClient.SHOP.authorizationUrl("openid"));
        String page = alice.get(TestBrowser.location(sent)).body();
        String norwegian = alice.get("/login", "Accept-Language", "nb").body();
        String claimed =
                new TestBrowser(server).get("/login?reason=session_timeout").body();
        String nonsense = new TestBrowser(server).get("/login?reason=free_beer").body();
        HttpResponse<String> stranger = new TestBrowser(server).get(TestClient.SHOP.authorizationUrl("openid"));

        assertThat(TestBrowser.location(sent)).contains("/login?reason=session_timeout&client_id=shop");
        assertThat(page).containsPattern("You were signed out at " + MOMENT + " because a sign-in lasts only");
        assertThat(norwegian).containsPattern("Du ble logget ut " + MOMENT + " fordi");
        assertThat(claimed).contains("You were signed out because a sign-in lasts only");
        assertThat(nonsense).doesNotContain("You were signed out");
        assertThat(TestBrowser.location(stranger)).doesNotContain("reason");
        alice.signIn("alice");
        alice.get("/logout?client_id=shop");
        assertThat(alice.get("/login").body()).as("they know").doesNotContain("You were signed out");
    }

    @Test
    @DisplayName("System D: whoever was signed out from another device is told at the next sign-in, and nobody else is")
    void a_sign_out_from_elsewhere_is_explained() {
        var phone = signedIn("carol", IPHONE);
        var laptop = signedIn("carol", FIREFOX);
        laptop.send("DELETE", "/api/auth/sessions?scope=others");

        assertThat(phone.get("/login").body())
                .containsPattern("You were signed out at " + MOMENT + " because you signed out on another device");
        assertThat(laptop.get("/login").body()).doesNotContain("You were signed out");
        assertThat(new TestBrowser(server).get("/login").body()).doesNotContain("You were signed out");
    }

    @Test
    @DisplayName("System D, COK-01: the session's id is fresh at sign-in, and both cookies are HttpOnly and SameSite")
    void the_id_is_fresh_at_sign_in() {
        var browser = new TestBrowser(server);
        String before = "planted-by-another";
        browser.keep("exeunt=" + before);

        HttpResponse<String> answer = browser.signIn("alice");

        assertThat(browser.sessionCookie().orElseThrow()).isNotEqualTo(before);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("exeunt-browser="))
                .allSatisfy(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=/"));
    }

    private TestBrowser signedIn(String username, String userAgent) {
        var browser = new TestBrowser(server);
        HttpResponse<String> answer = browser.post("/login", browser.signInForm(username), "User-Agent", userAgent);
        assertThat(TestBrowser.location(answer)).doesNotContain("error");
        return browser;
    }

    private static boolean isNewDevice(TestBrowser browser) {
        return Boolean.TRUE.equals(sessions(browser).getFirst().get("newDevice"));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> sessions(TestBrowser browser) {
        HttpResponse<String> answer = browser.get("/api/auth/sessions");
        assertThat(answer.statusCode()).isEqualTo(200);
        return (List<Map<String, Object>>)
                Objects.requireNonNull(TestClient.json(answer).get("sessions"));
    }
}
