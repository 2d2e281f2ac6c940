package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exeunt.idp.whole.TestBackChannel.Received;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a page says of an app is what the server says to the app's tokens (invariant 9), and a user ends access that outlives
 * their session where they read of it.
 */
// Found as fault D1: "access ended" over a token that was accepted and refreshed.
@TestInstance(Lifecycle.PER_CLASS)
@OnEachDatabase
class OfflineAccessTests {

    private static final String SECRET = "a-secret-of-the-program-that-watches-0123";
    private static final String OFFLINE = "openid profile email offline_access";
    private static final Pattern ROW = Pattern.compile("<li(?: data-state=\"([\\w-]+)\")?>(.*?)</li>", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("<bdi>([^<]+)</bdi>");
    private static final Pattern RECEIPT = Pattern.compile("action=\"(/logout/receipt/[\\w-]+/end-offline-access)\"");

    private TestBackChannel shop;
    private TestBackChannel news;

    @Parameter
    private TestDatabase database;

    private RunningServer server;
    private int people;

    @BeforeParameterizedClassInvocation
    void start() {
        shop = new TestBackChannel();
        news = new TestBackChannel();
        people = 0;
        Map<String, String> settings = new LinkedHashMap<>();
        for (int person = 0; person < 40; person++) {
            settings.put("--exeunt.accounts.person" + person + ".password", TestClient.password("person" + person));
        }
        settings.put("--exeunt.clients.shop.back-channel-logout-uri", shop.uri("/"));
        settings.put("--exeunt.clients.shop.scopes", "openid,profile,email,offline_access");
        settings.put("--exeunt.clients.news.back-channel-logout-uri", news.uri("/"));
        settings.put("--exeunt.clients.news.scopes", "openid,profile,email,offline_access");
        settings.put("--exeunt.clients.watch.secret", SECRET);
        settings.put("--exeunt.clients.watch.grant-types", "client_credentials");
        settings.put("--exeunt.clients.watch.scopes", "exeunt.admin");
        settings.put("--exeunt.notifications.answer-within", "5s");
        server = RunningServer.start(
                database.freshUrl(),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
        server.jdbc()
                .sql("update account set password_hash = '{noop}' || username || '-demo-password'")
                .update();
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
        shop.close();
        news.close();
    }

    @BeforeEach
    void nextPerson() {
        people++;
        server.clock().setAheadBy(Duration.ZERO);
    }

    private String person() {
        return "person" + people;
    }

    private TestBrowser signedIn() {
        return TestBrowser.signedIn(server, person());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A row that says ended stands for dead tokens, and one that keeps its access for live ones")
    void every_status_on_a_page_matches_the_tokens_of_the_app(WayOut way) {
        var laptop = signedIn();
        var elsewhere = signedIn();
        Tokens bound = TestClient.SHOP.tokens(server, laptop);
        Tokens offline = TestClient.NEWS.tokens(server, laptop, OFFLINE);
        Tokens phone = TestClient.MOBILE.tokens(server, laptop, "openid profile offline_access");
        Tokens another = TestClient.SHOP.tokens(server, elsewhere, OFFLINE);

        HttpResponse<String> page = way.take(new Stage(laptop, elsewhere, offline));

        assertThat(page.statusCode()).isEqualTo(200);
        Map<String, String> rows = rows(page);
        assertThat(TestClient.userinfo(server, bound.access())).isEqualTo(401);
        assertThat(accepted(TestClient.NEWS, offline)).isEqualTo(way.leavesOfflineAccess());
        assertThat(accepted(TestClient.MOBILE, phone)).isEqualTo(way.leavesOfflineAccess());
        assertThat(keepsAccess(rows, "News")).isEqualTo(way.leavesOfflineAccess());
        assertThat(keepsAccess(rows, "Mobile app")).isEqualTo(way.leavesOfflineAccess());
        if (page.body().contains("You are signed out")) {
            assertThat(rows).containsKeys("Shop", "News", "Mobile app");
            assertThat(rows.get("Shop")).isEqualTo("acknowledged");
            assertThat(accepted(TestClient.SHOP, bound)).isFalse();
        } else {
            assertThat(keepsAccess(rows, "Shop")).isEqualTo(accepted(TestClient.SHOP, another));
        }
    }

    @Test
    @DisplayName("The question names what keeps its access, and its box is not ticked")
    void the_question_says_what_keeps_its_access() {
        var alice = signedIn();
        TestClient.SHOP.tokens(server, alice);
        String without = alice.get("/connect/logout").body();
        Tokens phone = TestClient.MOBILE.tokens(server, alice, OFFLINE);
        String with = alice.get("/connect/logout").body();

        assertThat(without).doesNotContain("Keeps its access", "offline_access");
        assertThat(with)
                .containsSubsequence("Signing out ends", "Shop", "Keeps its access while you are away", "Mobile app")
                .contains("<input type=\"checkbox\" name=\"offline_access\" value=\"end\">")
                .doesNotContain("Mobile app’s access", "checked");
        assertThat(accepted(TestClient.MOBILE, phone)).isTrue();
    }

    @Test
    @DisplayName(
            "On the receipt the person ends what was given under that session, and nothing else; again is harmless")
    void the_receipt_ends_what_was_given_under_its_session() {
        var laptop = signedIn();
        var tablet = signedIn();
        Tokens phone = TestClient.MOBILE.tokens(server, laptop, OFFLINE);
        Tokens second = TestClient.MOBILE.tokens(server, laptop, OFFLINE);
        Tokens onTablet = TestClient.MOBILE.tokens(server, tablet, OFFLINE);
        Tokens newsOnTablet = TestClient.NEWS.tokens(server, tablet);
        HttpResponse<String> receipt = signOut(laptop);
        assertThat(rows(receipt)).containsEntry("Mobile app", "keeps-access");

        HttpResponse<String> done = laptop.post(endOfflineAccess(receipt), Map.of(), "Sec-Fetch-Site", "same-origin");
        HttpResponse<String> again = laptop.post(endOfflineAccess(receipt), Map.of());
        HttpResponse<String> after = laptop.get(TestBrowser.location(done));

        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(again.statusCode()).isEqualTo(303);
        assertThat(rows(after)).containsEntry("Mobile app", "silent");
        assertThat(after.body()).doesNotContain("end-offline-access");
        assertThat(accepted(TestClient.MOBILE, phone)).isFalse();
        assertThat(accepted(TestClient.MOBILE, second)).isFalse();
        assertThat(accepted(TestClient.MOBILE, onTablet)).isTrue();
        assertThat(accepted(TestClient.NEWS, newsOnTablet)).isTrue();
        assertThat(tablet.isSignedIn()).isTrue();
        assertThat(events(phone.sid()))
                .containsExactly("redirect sso session_ended", "receipt sso tokens_revoked mobile");
    }

    @Test
    @DisplayName("With the box ticked, session and offline access end together, and both are events")
    void the_box_of_the_question_is_an_event() {
        var alice = signedIn();
        Tokens phone = TestClient.MOBILE.tokens(server, alice, OFFLINE);

        WayOut.QUESTION_WITH_OFFLINE_ACCESS.take(new Stage(alice, alice, phone));

        assertThat(events(phone.sid()))
                .containsExactlyInAnyOrder("confirmation sso session_ended", "confirmation sso tokens_revoked mobile");
    }

    @Test
    @DisplayName("SEC-21: nobody else ends it: no other browser, no page of another site, no guessed receipt")
    void requests_that_may_not_end_offline_access_do_not() {
        var alice = signedIn();
        Tokens phone = TestClient.MOBILE.tokens(server, alice, OFFLINE);
        String action = endOfflineAccess(signOut(alice));

        List<Integer> refused = List.of(
                signedIn().post(action, Map.of()).statusCode(),
                alice.post("/logout/receipt/" + "x".repeat(43) + "/end-offline-access", Map.of())
                        .statusCode(),
                alice.post(action, Map.of(), "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
                        .statusCode(),
                alice.post(action, Map.of(), "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")
                        .statusCode(),
                alice.post(action, Map.of(), "Sec-Fetch-Site", "same-site").statusCode(),
                alice.get(action).statusCode());

        assertThat(refused).containsExactly(404, 404, 403, 403, 403, 405);
        assertThat(TestClient.userinfo(server, phone.access())).isEqualTo(200);
        server.clock().setAheadBy(Duration.ofMinutes(31));
        assertThat(alice.post(action, Map.of()).statusCode()).as("too late").isEqualTo(404);
        server.clock().setAheadBy(Duration.ZERO);
        assertThat(accepted(TestClient.MOBILE, phone)).isTrue();
    }

    @Test
    @DisplayName("RAC-01: a refresh of the very grant that ends leaves nothing alive")
    void a_refresh_at_the_same_moment_leaves_nothing_alive() {
        Repeat.run(round -> {
            var alice = signedIn();
            Tokens phone = TestClient.MOBILE.tokens(server, alice, OFFLINE);
            Callable<HttpResponse<String>> end;
            if (round % 2 == 0) {
                String action = endOfflineAccess(signOut(alice));
                end = () -> alice.post(action, Map.of());
            } else {
                String csrf = TestBrowser.hidden(alice.get("/devices"), "_csrf");
                end = () -> alice.post("/devices/sign-out-of-app", Map.of("app", "mobile", "_csrf", csrf));
            }

            List<HttpResponse<String>> answers =
                    ConcurrentRequests.send(List.of(end, () -> TestClient.MOBILE.refresh(server, phone.refresh())));

            assertThat(answers.getFirst().statusCode()).isEqualTo(303);
            assertThat(accepted(TestClient.MOBILE, phone)).isFalse();
            if (TestClient.isOk(answers.getLast())) {
                assertThat(accepted(TestClient.MOBILE, Tokens.of(answers.getLast())))
                        .isFalse();
            }
        });
    }

    @Test
    @DisplayName(
            "A person signs out of one app: all its authorizations and its consent end, on all devices, and nothing else")
    void a_person_signs_out_of_one_app() {
        var laptop = signedIn();
        var gone = signedIn();
        Tokens here = TestClient.NEWS.tokens(server, laptop);
        Tokens shopHere = TestClient.SHOP.tokens(server, laptop);
        Tokens offline = TestClient.NEWS.tokens(server, gone, OFFLINE);
        String subject = String.valueOf(TestClient.claims(here.id()).get("sub"));
        signOut(gone);
        server.jdbc()
                .sql("insert into oauth2_consent (client_id, subject, scopes) values ('news', :subject, 'profile')")
                .param("subject", subject)
                .update();
        awaitTold(offline.sid());
        String front = laptop.get("/").body();
        String devices = laptop.get("/devices").body();

        HttpResponse<String> done = signOutOf(laptop, "news");
        HttpResponse<String> again = signOutOf(laptop, "news");

        assertThat(front).containsSubsequence("News", "Keeps its access while you are away, since", "Shop");
        assertThat(devices)
                .containsSubsequence(
                        "Apps with access to your account",
                        "News",
                        "Keeps its access while you are away, since",
                        "Shop");
        assertThat(TestBrowser.location(done)).isEqualTo("/devices?done=app");
        assertThat(TestBrowser.location(again)).isEqualTo("/devices?done=app");
        assertThat(accepted(TestClient.NEWS, here)).isFalse();
        assertThat(accepted(TestClient.NEWS, offline)).isFalse();
        assertThat(accepted(TestClient.SHOP, shopHere)).isTrue();
        assertThat(laptop.isSignedIn()).isTrue();
        assertThat(rows(laptop.get(TestBrowser.location(done)))).doesNotContainKey("News");
        assertThat(server.jdbc()
                        .sql("select count(*) from oauth2_consent where subject = :subject")
                        .param("subject", subject)
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(awaitTold(here.sid())).containsEntry("sub", subject);
        assertThat(server.jdbc()
                        .sql("select way || ' ' || scope || ' ' || outcome || ' ' || apps from audit_event"
                                + " where subject = :subject and scope = 'app'")
                        .param("subject", subject)
                        .query(String.class)
                        .list())
                .containsExactly("devices app tokens_revoked news");
    }

    @Test
    @DisplayName("An app that joins the session again after that is told of its end again")
    void an_app_that_joins_again_is_told_again() {
        var alice = signedIn();
        Tokens first = TestClient.NEWS.tokens(server, alice);
        signOutOf(alice, "news");
        awaitTold(first.sid());
        Tokens second = TestClient.NEWS.tokens(server, alice);

        HttpResponse<String> receipt = signOut(alice);

        assertThat(second.sid()).isEqualTo(first.sid());
        awaitTold(first.sid());
        assertThat(rows(receipt)).containsEntry("News", "acknowledged");
        assertThat(accepted(TestClient.NEWS, second)).isFalse();
    }

    @Test
    @DisplayName("SEC-21: an app is signed out by the person's own form only")
    void requests_that_may_not_sign_out_of_an_app_do_not() {
        var alice = signedIn();
        Tokens tokens = TestClient.NEWS.tokens(server, alice);

        HttpResponse<String> withoutToken = alice.post("/devices/sign-out-of-app", Map.of("app", "news"));
        HttpResponse<String> nothing = signOutOf(alice, "");
        HttpResponse<String> unknown = signOutOf(alice, "nobody");
        HttpResponse<String> another = signOutOf(TestBrowser.signedIn(server, "person0"), "news");

        assertThat(withoutToken.statusCode()).isEqualTo(403);
        assertThat(nothing.statusCode()).isEqualTo(400);
        assertThat(unknown.statusCode()).isEqualTo(303);
        assertThat(another.statusCode()).isEqualTo(303);
        assertThat(accepted(TestClient.NEWS, tokens)).isTrue();
    }

    /** The claims of the one logout token that News gets about this session. */
    private Map<String, Object> awaitTold(String sid) {
        List<Received> told = await().until(() -> news.takeAllAbout(sid), received -> !received.isEmpty());
        assertThat(told).hasSize(1);
        return told.getFirst().claims();
    }

    private static HttpResponse<String> signOutOf(TestBrowser browser, String app) {
        String csrf = TestBrowser.hidden(browser.get("/devices"), "_csrf");
        return browser.post("/devices/sign-out-of-app", Map.of("app", app, "_csrf", csrf));
    }

    private static HttpResponse<String> signOut(TestBrowser browser) {
        HttpResponse<String> answer = browser.get("/logout?client_id=shop");
        return TestBrowser.location(answer).isEmpty() ? answer : browser.get(TestBrowser.location(answer));
    }

    private static String endOfflineAccess(HttpResponse<String> receipt) {
        Matcher action = RECEIPT.matcher(receipt.body());
        assertThat(action.find()).as(receipt.body()).isTrue();
        return action.group(1);
    }

    /** The state of each app's row; of the page of devices, those of the apps with access. */
    private static Map<String, String> rows(HttpResponse<String> page) {
        Map<String, String> rows = new TreeMap<>();
        int apps = page.body().indexOf("Apps with access to your account");
        Matcher row = ROW.matcher(page.body().substring(Math.max(apps, 0)));
        while (row.find()) {
            Matcher name = NAME.matcher(row.group(2));
            if (name.find()) {
                rows.put(name.group(1), row.group(1) == null ? "while-signed-in" : row.group(1));
            }
        }
        return rows;
    }

    private static boolean keepsAccess(Map<String, String> rows, String app) {
        return "keeps-access".equals(rows.get(app));
    }

    /** Presents both tokens everywhere: all of these places agree, or the test fails. The refresh token is used up. */
    private boolean accepted(TestClient client, Tokens tokens) {
        boolean accepted = TestClient.isAccepted(server, tokens.access());
        if (client != TestClient.MOBILE) {
            assertThat(client.introspects(server, tokens.access())).isEqualTo(accepted);
            assertThat(client.introspects(server, tokens.refresh())).isEqualTo(accepted);
        }
        assertThat(TestClient.isOk(client.refresh(server, tokens.refresh()))).isEqualTo(accepted);
        return accepted;
    }

    private List<@Nullable String> events(String sid) {
        return server.jdbc()
                .sql(
                        "select way || ' ' || scope || ' ' || outcome || case when outcome = 'tokens_revoked'"
                                + " then ' ' || apps else '' end from audit_event where sid = :sid and scope is not null order by id")
                .param("sid", sid)
                .query(String.class)
                .list();
    }

    private final class Stage implements WayOut.Stage {

        private final TestBrowser browser;
        private final TestBrowser elsewhere;
        private final Tokens news;

        Stage(TestBrowser browser, TestBrowser elsewhere, Tokens news) {
            this.browser = browser;
            this.elsewhere = elsewhere;
            this.news = news;
        }

        @Override
        public TestBrowser browser() {
            return browser;
        }

        @Override
        public TestBrowser elsewhere() {
            return elsewhere;
        }

        @Override
        public TestBrowser signedInAgain() {
            return signedIn();
        }

        @Override
        public Tokens news() {
            return news;
        }

        @Override
        public String subject() {
            return String.valueOf(TestClient.claims(news.id()).get("sub"));
        }

        @Override
        public void administrator(String path) {
            String basic =
                    "Basic " + Base64.getEncoder().encodeToString(("watch:" + SECRET).getBytes(StandardCharsets.UTF_8));
            String token = TestClient.json(
                    new TestBrowser(server)
                            .post(
                                    "/oauth2/token",
                                    Map.of("grant_type", "client_credentials", "scope", "exeunt.admin"),
                                    "Authorization",
                                    basic),
                    "access_token");
            assertThat(new TestBrowser(server)
                            .send("DELETE", path, "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
