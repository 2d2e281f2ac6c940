package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.exeunt.idp.whole.TestBackChannel.Received;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The modules of the OpenID Foundation's plans for logout, each by its name: {@code oidcc-rp-initiated-logout},
 * {@code oidcc-backchannel-rp-initiated-logout}, {@code oidcc-frontchannel-rp-initiated-logout} and {@code oidcc-session-management},
 * all of them {@code -certification-test-plan}.
 */
@TestInstance(Lifecycle.PER_CLASS)
@OnWebTestDatabases
class LogoutPlansTests {

    private static final String SIGNED_OUT = "https://suite.example/test/a/exeunt/post_logout_redirect";
    private static final Pattern FRAME = Pattern.compile("<iframe[^>]* src=\"([^\"]*)\"");
    private static final Pattern ONWARDS = Pattern.compile("href=\"([^\"]*)\" data-onwards=\"loaded\"");
    private static final String STATE = "s".repeat(120) + " /ü&=%";

    @Parameter
    private TestDatabase database;

    private TestBackChannel app;
    private RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private TestBrowser alice;

    @SuppressWarnings("NullAway.Init")
    private Tokens tokens;

    @BeforeParameterizedClassInvocation
    void start() {
        app = new TestBackChannel();
        List<String> settings = new ArrayList<>(List.of(ConformanceSuite.settings()));
        settings.add("--exeunt.clients.suite.back-channel-logout-uri=" + app.uri("/backchannel_logout"));
        settings.add("--exeunt.clients.suite.name=<b>The suite</b>");
        settings.addAll(List.of(ConformanceSuite.framedSettings()));
        server = RunningServer.start(database.freshUrl(), settings.toArray(String[]::new));
    }

    @BeforeEach
    void signIn() {
        alice = TestBrowser.signedIn(server, "alice");
        tokens = ConformanceSuite.FIRST.tokens(server, alice);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
        app.close();
    }

    @Test
    @DisplayName(
            "oidcc-rp-initiated-logout, oidcc-backchannel-rp-initiated-logout, RPI-43, BCL-18, BCL-19: the app is told, the"
                    + " browser returns with the state, and prompt=none is refused to every client")
    void a_logout_tells_the_app_and_returns() {
        TestClient.NEWS.tokens(server, alice);

        HttpResponse<String> answer = logout(SIGNED_OUT, tokens.id(), STATE);
        Received token = receivedAbout(tokens.sid());

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThatTheBrowserReturns(answer, SIGNED_OUT);
        assertThat(token.isSignedBy(server)).isTrue();
        assertThat(TestBrowser.query("?" + token.body())).containsOnlyKeys("logout_token");
        assertThat(token.claims())
                .containsEntry("aud", "suite")
                .containsEntry("iss", TestClient.claims(tokens.id()).get("iss"))
                .containsEntry("sub", TestClient.claims(tokens.id()).get("sub"))
                .containsEntry("sid", tokens.sid())
                .doesNotContainKey("nonce");
        assertThat(TestBrowser.query(TestBrowser.location(ConformanceSuite.FIRST.authorize(alice, "prompt", "none"))))
                .containsEntry("error", "login_required");
        assertThat(TestBrowser.location(alice.get(TestClient.NEWS.authorizationUrl("openid") + "&prompt=none")))
                .contains("error=login_required");
    }

    @Test
    @DisplayName(
            "oidcc-frontchannel-rp-initiated-logout, FCL-08 to FCL-11: the frame is told iss and sid, the browser returns with the"
                    + " state, and prompt=none is refused")
    void a_logout_loads_the_frame_and_returns() {
        var bob = TestBrowser.signedIn(server, "bob");
        Tokens granted = ConformanceSuite.FRONT.tokens(server, bob);

        HttpResponse<String> page =
                bob.get("/connect/logout?" + TestBrowser.form(parameters(SIGNED_OUT, granted.id(), STATE)));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(FRAME.matcher(page.body()).results()).hasSize(1);
        String frame = only(FRAME, page);
        assertThat(frame).startsWith("https://suite.example/test/a/exeunt/frontchannel_logout?");
        assertThat(TestBrowser.query(frame))
                .containsOnly(
                        Map.entry(
                                "iss",
                                String.valueOf(TestClient.claims(granted.id()).get("iss"))),
                        Map.entry("sid", granted.sid()));
        assertThat(only(ONWARDS, page)).startsWith(SIGNED_OUT + "?");
        assertThat(TestBrowser.query(only(ONWARDS, page))).containsOnly(Map.entry("state", STATE));
        assertThat(TestBrowser.query(TestBrowser.location(ConformanceSuite.FRONT.authorize(bob, "prompt", "none"))))
                .containsEntry("error", "login_required");
    }

    @Test
    @DisplayName(
            "oidcc-session-management-rp-initiated-logout: what the frame sees is unchanged until the logout, and changed after it")
    void a_logout_changes_what_the_frame_sees() {
        var bob = TestBrowser.signedIn(server, "bob");
        HttpResponse<String> authorized = ConformanceSuite.SESSION.authorize(bob);
        String state = String.valueOf(
                TestBrowser.query(TestBrowser.location(authorized)).get("session_state"));
        Tokens granted = Tokens.of(ConformanceSuite.SESSION.redeem(server, TestClient.code(authorized)));

        String before = frameSees(bob, state);
        HttpResponse<String> answer =
                bob.get("/connect/logout?" + TestBrowser.form(parameters(SIGNED_OUT, granted.id(), STATE)));
        String after = frameSees(bob, state);

        assertThat(before).isEqualTo(state);
        assertThatTheBrowserReturns(answer, SIGNED_OUT);
        assertThat(after).isNotEqualTo(state);
        assertThat(bob.cookies()).doesNotContainKey("exeunt-browser-state");
    }

    @Test
    @DisplayName("RPI-16: a hint of this session signs out without a question, by GET and by POST")
    void a_hint_signs_out_by_get_and_by_post() {
        HttpResponse<String> byGet = logout(SIGNED_OUT, tokens.id(), STATE);
        boolean afterGet = alice.isSignedIn();
        alice.signIn("alice");
        Tokens next = ConformanceSuite.FIRST.tokens(server, alice);
        HttpResponse<String> byPost = alice.post("/connect/logout", parameters(SIGNED_OUT, next.id(), STATE));

        assertThatTheBrowserReturns(byGet, SIGNED_OUT);
        assertThatTheBrowserReturns(byPost, SIGNED_OUT);
        assertThat(afterGet).isFalse();
        assertThat(alice.isSignedIn()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://suite.example/test/a/exeunt/post_logout_redirect/bad",
                "https://suite.example/test/a/exeunt/post_logout_redirect?foo=bar",
                "https://evil.example/"
            })
    @DisplayName(
            "oidcc-rp-initiated-logout-bad-post-logout-redirect-uri, -query-added-to-post-logout-redirect-uri: the browser"
                    + " does not go there")
    void an_unregistered_target_is_not_used(String target) {
        HttpResponse<String> answer = logout(target, tokens.id(), STATE);

        assertThatNobodyIsSentAway(answer);
        assertThat(answer.body()).doesNotContain("sssss", "evil.example");
    }

    @Test
    @DisplayName(
            "oidcc-rp-initiated-logout-modified-id-token-hint, -bad-id-token-hint, RPI-38, RPI-39, RPI-40: nobody is signed"
                    + " out or sent away, nothing of the request is on the page, and the person may sign out all the same")
    void a_bad_hint_is_worth_nothing() throws ParseException, JOSEException {
        var claims = SignedJWT.parse(tokens.id()).getJWTClaimsSet();
        var foreign = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        foreign.sign(new RSASSASigner(new RSAKeyGenerator(2048).generate()));

        for (String hint : List.of(new PlainJWT(claims).serialize(), foreign.serialize(), "not a token")) {
            HttpResponse<String> answer = logout(SIGNED_OUT, hint, STATE);

            assertThatNobodyIsSentAway(answer);
            assertThat(answer.body()).doesNotContain("sssss", hint).contains("name=\"confirmation\"");
            assertThat(alice.isSignedIn()).isTrue();
        }
        HttpResponse<String> asked = logout(SIGNED_OUT, "not a token", STATE);
        HttpResponse<String> signedOut = answer(asked, "sign-out");
        assertThatNobodyIsSentAway(signedOut);
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName(
            "oidcc-rp-initiated-logout-no-id-token-hint, RPI-21: with client_id alone a question comes first, and after a yes"
                    + " the browser returns")
    void a_client_without_a_hint_is_followed_after_a_yes() {
        HttpResponse<String> asked = alice.get("/connect/logout?"
                + TestBrowser.form(
                        Map.of("client_id", "suite", "post_logout_redirect_uri", SIGNED_OUT, "state", STATE)));
        boolean before = alice.isSignedIn();
        HttpResponse<String> withoutClient = alice.get(
                "/connect/logout?" + TestBrowser.form(Map.of("post_logout_redirect_uri", SIGNED_OUT, "state", STATE)));
        HttpResponse<String> signedOut = answer(asked, "sign-out");

        assertThatNobodyIsSentAway(asked);
        assertThatNobodyIsSentAway(withoutClient);
        assertThat(before).isTrue();
        assertThatTheBrowserReturns(signedOut, SIGNED_OUT);
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName("RPI-58: the question says which account and which app, and a name is a text whatever it looks like")
    void the_question_says_who_and_what() {
        HttpResponse<String> asked = alice.get("/connect/logout?client_id=suite");

        assertThat(asked.body())
                .contains("Alice Adams", "&lt;b&gt;The suite&lt;/b&gt;")
                .doesNotContain("<b>The suite");
    }

    @Test
    @DisplayName("oidcc-rp-initiated-logout-no-params: asked, and after a yes signed out, on a page of ours")
    void without_parameters_a_question_comes_first() {
        HttpResponse<String> signedOut = answer(alice.get("/connect/logout"), "sign-out");

        assertThatNobodyIsSentAway(signedOut);
        assertThat(signedOut.body()).contains("signed out");
        assertThat(alice.isSignedIn()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    @DisplayName(
            "oidcc-rp-initiated-logout-no-post-logout-redirect-uri, -only-state, RPI-30: a state without anywhere to bring it"
                    + " is ignored, and on no page")
    void a_state_alone_is_ignored(boolean withHint) {
        String state = "<script>alert(1)</script>";

        HttpResponse<String> answer = withHint
                ? alice.get("/connect/logout?" + TestBrowser.form(Map.of("state", state, "id_token_hint", tokens.id())))
                : answer(alice.get("/connect/logout?" + TestBrowser.form(Map.of("state", state))), "sign-out");

        assertThatNobodyIsSentAway(answer);
        assertThat(answer.body()).contains("signed out").doesNotContain("alert(1)");
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName("oidcc-rp-initiated-logout-no-state: the browser returns, and no state is made up")
    void without_a_state_none_is_made_up() {
        HttpResponse<String> answer = alice.get("/connect/logout?"
                + TestBrowser.form(Map.of("post_logout_redirect_uri", SIGNED_OUT, "id_token_hint", tokens.id())));

        assertThat(TestBrowser.location(answer)).isEqualTo(SIGNED_OUT);
    }

    @Test
    @DisplayName("RPI-33: logout_hint ends nobody's session; the person reads when the app meant somebody else")
    void a_logout_hint_only_says_whom_the_app_means() {
        var bob = TestBrowser.signedIn(server, "bob");

        String meant =
                alice.get("/connect/logout?logout_hint=alice%40example.com").body();
        String another = alice.get("/connect/logout?logout_hint=bob").body();
        String hostile =
                alice.get("/connect/logout?logout_hint=%3Cb%3Ebob%3C%2Fb%3E").body();
        HttpResponse<String> endless = alice.get("/connect/logout?logout_hint=" + "x".repeat(300));
        HttpResponse<String> twice = alice.get("/connect/logout?logout_hint=alice&logout_hint=bob");

        assertThat(meant).contains("name=\"confirmation\"").doesNotContain("somebody else");
        assertThat(another)
                .contains("somebody else", "Alice Adams", "name=\"confirmation\"")
                .doesNotContain("Bob");
        assertThat(hostile).contains("somebody else").doesNotContain("bob");
        assertThat(endless.statusCode()).isEqualTo(400);
        assertThat(twice.statusCode()).isEqualTo(400);
        assertThat(alice.isSignedIn()).isTrue();
        assertThat(bob.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName(
            "RPI-51: a parameter that comes twice is refused, whichever is the good one, and nobody is sent anywhere")
    void nothing_comes_twice() {
        String good = "&post_logout_redirect_uri=" + TestBrowser.encode(SIGNED_OUT);
        String bad = "&post_logout_redirect_uri=https://evil.example/";
        String hint = "/connect/logout?id_token_hint=" + tokens.id();

        for (String twice : List.of(good + bad, bad + good, good + good, good + "&id_token_hint=" + tokens.id())) {
            HttpResponse<String> answer = alice.get(hint + twice);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThatNobodyIsSentAway(answer);
        }
        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("RPI-44: whoever signs out on a page of ours stays there, whatever is glued to the address")
    void our_own_pages_redirect_to_no_app() {
        String glued = "post_logout_redirect_uri=" + TestBrowser.encode(SIGNED_OUT) + "&client_id=suite";

        HttpResponse<String> own = alice.send("POST", "/api/auth/logout?" + glued);

        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(TestBrowser.location(own)).isEmpty();
        assertThat(own.body()).doesNotContain("suite.example");
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName("RPI-59: the hint of a client that is gone sends nobody anywhere, and the person may sign out")
    void a_client_that_is_gone_is_not_followed() {
        String hint = ConformanceSuite.SECOND.tokens(server, alice).id();
        server.jdbc()
                .sql("update relying_party set client_id = 'gone' where client_id = 'suite2'")
                .update();
        try {
            HttpResponse<String> answer = logout(SIGNED_OUT, hint, STATE);
            HttpResponse<String> signedOut =
                    answer.body().contains("name=\"confirmation\"") ? answer(answer, "sign-out") : answer;

            assertThatNobodyIsSentAway(answer);
            assertThatNobodyIsSentAway(signedOut);
            assertThat(alice.isSignedIn()).isFalse();
        } finally {
            server.jdbc()
                    .sql("update relying_party set client_id = 'suite2' where client_id = 'gone'")
                    .update();
        }
    }

    @Test
    @DisplayName(
            "BCL-12, BCL-20: of two browsers of one person only the one that signed out is named, at a time that is now")
    void only_the_browser_that_signed_out_is_named() {
        var other = TestBrowser.signedIn(server, "alice");
        Tokens stays = ConformanceSuite.FIRST.tokens(server, other);

        logout(SIGNED_OUT, tokens.id(), STATE);
        Received token = receivedAbout(tokens.sid());

        assertThat(token.claims()).containsEntry("sid", tokens.sid());
        assertThat(((Number) token.claims().getOrDefault("iat", 0)).longValue())
                .isCloseTo(server.clock().instant().getEpochSecond(), within(60L));
        assertThat(app.takeAllAbout(stays.sid())).isEmpty();
        assertThat(TestClient.isAccepted(server, stays.access())).isTrue();
    }

    private static String only(Pattern pattern, HttpResponse<String> page) {
        var found = pattern.matcher(page.body());
        assertThat(found.find()).as(page.body()).isTrue();
        return found.group(1).replace("&amp;", "&");
    }

    /** The state that the frame makes of the browser's cookie, with the salt of the one that the app was told. */
    private static String frameSees(TestBrowser browser, String state) {
        String salt = state.substring(state.indexOf('.') + 1);
        String cookie = browser.cookies().getOrDefault("exeunt-browser-state", "");
        return SessionManagementTests.sha256("suite-session https://suite.example " + cookie + " " + salt) + "." + salt;
    }

    /** Other tests leave sessions behind, whose end is not this one's. */
    private Received receivedAbout(String sid) {
        Received one = app.received();
        while (!sid.equals(one.claims().get("sid"))) {
            one = app.received();
        }
        return one;
    }

    private HttpResponse<String> logout(String target, String hint, String state) {
        return alice.get("/connect/logout?" + TestBrowser.form(parameters(target, hint, state)));
    }

    private static Map<String, String> parameters(String target, String hint, String state) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("id_token_hint", hint);
        parameters.put("post_logout_redirect_uri", target);
        parameters.put("state", state);
        return parameters;
    }

    private HttpResponse<String> answer(HttpResponse<String> question, String answer) {
        return alice.post(
                "/logout/confirmation",
                Map.of("confirmation", TestBrowser.hidden(question, "confirmation"), "answer", answer));
    }

    private static void assertThatTheBrowserReturns(HttpResponse<String> answer, String target) {
        assertThat(TestBrowser.location(answer)).startsWith(target + "?");
        assertThat(TestBrowser.query(TestBrowser.location(answer))).containsOnly(Map.entry("state", STATE));
    }

    private static void assertThatNobodyIsSentAway(HttpResponse<String> answer) {
        assertThat(TestBrowser.location(answer)).matches("|/.*");
    }
}
