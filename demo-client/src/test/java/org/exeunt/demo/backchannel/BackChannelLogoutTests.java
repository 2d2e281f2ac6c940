package org.exeunt.demo.backchannel;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.exeunt.demo.StubServer;
import org.exeunt.demo.TestBrowser;
import org.exeunt.demo.TestBrowser.Page;
import org.exeunt.demo.TestDemo;
import org.exeunt.demo.TestLogoutToken;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.session.SessionRepository;
import tools.jackson.databind.json.JsonMapper;

/** The identity provider says that a session ended, and it is believed exactly if it was the identity provider. */
class BackChannelLogoutTests {

    private final StubServer server = TestDemo.server();
    private final TestNotifier notifier = new TestNotifier(TestDemo.shop());
    private final TestBrowser alice = TestBrowser.signedIn();
    private final TestLogoutToken token = server.logoutToken();

    @Test
    @DisplayName("BCR-02, BCR-21, BCR-25, BCR-27: the session ends at once, without cookie or anti-CSRF token")
    void a_logout_token_ends_the_session() {
        HttpResponse<String> answer = notifier.post(token);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        assertThat(isSignedIn(alice)).isFalse();
    }

    @Test
    @DisplayName("the row of the session is deleted: 200 says what happened")
    void the_session_does_not_live_on() {
        String session = alice.sessionId();
        assertThat(isStored(session)).isTrue();

        notifier.post(token);

        assertThat(isStored(session)).isFalse();
    }

    @Test
    void the_person_is_told_when_and_by_whom() {
        notifier.post(token);

        for (String path : List.of("/", "/signed-out")) {
            Page page = alice.open(TestDemo.shop() + path);
            assertThat(page.has("signed-out-by-back-channel")).as(path).isTrue();
            assertThat(page.html())
                    .containsPattern("You were signed out: <span>\\d\\d:\\d\\d:\\d\\d</span>, by the sign-in service");
        }
    }

    @Test
    void a_notice_is_gone_after_the_next_sign_in() {
        notifier.post(token);

        alice.open(TestDemo.shop() + "/oauth2/authorization/exeunt");

        assertThat(isSignedIn(alice)).isTrue();
        assertThat(alice.open(TestDemo.shop() + "/").has("signed-out-by-back-channel"))
                .isFalse();
    }

    @Test
    void a_user_who_signed_out_here_reads_no_notice_of_it() {
        alice.press(alice.open(TestDemo.shop() + "/"), "/sign-out/redirect");

        HttpResponse<String> answer = notifier.post(token);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(alice.open(TestDemo.shop() + "/signed-out").attribute("verdict", "data-verdict"))
                .isEqualTo("proven");
    }

    @Test
    @DisplayName("BCR-19: sid means that session only, also of the same person")
    void another_session_of_the_same_person_stays() {
        TestBrowser aliceAtWork = TestBrowser.signedIn();

        notifier.post(token);

        assertThat(isSignedIn(aliceAtWork)).isTrue();
        assertThat(isSignedIn(alice)).isFalse();
    }

    @Test
    @DisplayName("BCR-20: sub without sid means all sessions of that person, and nobody else's")
    void a_subject_alone_means_all_of_that_persons_sessions() {
        // Nobody else's person: whoever signs in as the same one in the same second is signed out by it, too.
        server.person("carol");
        TestBrowser carol = TestBrowser.signedIn();
        TestBrowser carolAtWork = TestBrowser.signedIn();
        TestLogoutToken aboutCarol = server.logoutToken();
        server.person("bob");
        TestBrowser bob = TestBrowser.signedIn();

        notifier.post(aboutCarol.without("sid"));

        assertThat(Stream.of(carol, carolAtWork).filter(this::isSignedIn)).isEmpty();
        assertThat(Stream.of(alice, bob).filter(this::isSignedIn)).hasSize(2);
    }

    @Test
    @DisplayName("BCR-11: a token with sid and without sub is enough")
    void a_session_alone_is_enough() {
        assertThat(notifier.post(token.without("sub")).statusCode()).isEqualTo(200);

        assertThat(isSignedIn(alice)).isFalse();
    }

    @Test
    @DisplayName("BCR-18: a sid with the sub of somebody else ends nothing")
    void sid_and_sub_must_belong_together() {
        notifier.post(token.with("sub", "bob-subject"));

        assertThat(isSignedIn(alice)).isTrue();
    }

    @Test
    @DisplayName("BCR-22: an unknown session, and one that ended before, are a success")
    void nothing_to_end_is_a_success() {
        notifier.post(token);

        assertThat(notifier.post(token.with("jti", "another")).statusCode()).isEqualTo(200);
        assertThat(notifier.post(token.with("sid", "nobody's").with("jti", "a third"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("BCR-14, BCR-15: unknown claims and form parameters are ignored")
    void unknown_parameters_are_ignored() {
        HttpResponse<String> answer = notifier.postForm("hello=world&logout_token="
                + token.with("favourite_colour", Map.of("of", "mugs")).signed());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(isSignedIn(alice)).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"logout+jwt", "Logout+JWT"})
    @DisplayName("BCR-16: typ says that it is a logout token")
    void a_token_that_says_what_it_is_is_accepted(String type) {
        assertThat(notifier.post(token.typed(type)).statusCode()).isEqualTo(200);
        assertThat(isSignedIn(alice)).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoilt")
    @DisplayName("BCR-04 to BCR-13, BCR-16, BCR-23, BCR-24: anything wrong is a 400 with a reason, and ends nothing")
    void a_spoilt_token_ends_nothing(String what, Spoiling spoiling) {
        HttpResponse<String> answer = notifier.post(spoiling.spoil(token));

        assertRefused(answer);
        assertThat(isSignedIn(alice)).isTrue();
    }

    static Stream<Arguments> spoilt() {
        return Stream.of(
                spoilt(
                        "BCR-04 a signature of somebody else",
                        good -> good.forgedAs("stub").signed()),
                spoilt(
                        "BCR-04 a key in the header",
                        good -> good.forgedAs("stub").signedWithKeyInHeader()),
                spoilt("BCR-05 no signature", TestLogoutToken::unsigned),
                spoilt(
                        "BCR-06 another algorithm",
                        good -> good.signedWith(JWSAlgorithm.RS512).signed()),
                spoilt(
                        "BCR-07 another issuer",
                        good -> good.with("iss", "https://evil.example").signed()),
                spoilt(
                        "BCR-07 an issuer that is almost right",
                        good -> good.withMore("iss", "/").signed()),
                spoilt("BCR-07 no issuer", good -> good.without("iss").signed()),
                spoilt(
                        "BCR-08 another audience",
                        good -> good.with("aud", List.of("news")).signed()),
                spoilt("BCR-08 no audience", good -> good.without("aud").signed()),
                spoilt(
                        "BCR-09 issued an hour ago",
                        good -> good.issuedSecondsAgo(3600).signed()),
                spoilt(
                        "BCR-09 issued in an hour",
                        good -> good.issuedSecondsAgo(-3600).signed()),
                spoilt("BCR-09 not issued", good -> good.without("iat").signed()),
                spoilt("BCR-10 no end", good -> good.without("exp").signed()),
                spoilt("BCR-10 over", good -> good.expiredSecondsAgo(120).signed()),
                spoilt(
                        "BCR-11 about nobody",
                        good -> good.without("sid").without("sub").signed()),
                spoilt("BCR-12 no event", good -> good.without("events").signed()),
                spoilt(
                        "BCR-12 another event",
                        good -> good.with("events", Map.of("https://example.org/e", Map.of()))
                                .signed()),
                spoilt(
                        "BCR-12 the event is no object",
                        good -> good.with("events", "backchannel-logout").signed()),
                spoilt(
                        "BCR-12 the event's value is no object",
                        good -> good.with("events", Map.of("http://schemas.openid.net/event/backchannel-logout", "yes"))
                                .signed()),
                spoilt("BCR-31 iat in words", good -> good.with("iat", "today").signed()),
                spoilt(
                        "BCR-31 aud is an object",
                        good -> good.with("aud", Map.of("a", 1)).signed()),
                spoilt("BCR-13 a nonce", good -> good.with("nonce", "n").signed()),
                spoilt("BCR-16 typed as a plain JWT", good -> good.typed("JWT").signed()),
                spoilt(
                        "BCR-16 typed as an access token",
                        good -> good.typed("at+jwt").signed()),
                spoilt("BCR-16 not typed", good -> good.typed(null).signed()),
                spoilt("BCR-17 no jti", good -> good.without("jti").signed()),
                spoilt(
                        "BCR-31 an endless jti",
                        good -> good.with("jti", "j".repeat(256)).signed()),
                spoilt(
                        "BCR-31 an endless sid",
                        good -> good.with("sid", "s".repeat(256)).signed()),
                spoilt("BCR-31 no JWT at all", _ -> "hello"),
                spoilt("BCR-31 endless", _ -> "x".repeat(20_000)),
                spoilt("BCR-03 empty", _ -> ""));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("wrongTypes")
    @DisplayName("BCR-31: a claim whose value has the wrong JSON type is a 400, and ends nothing") // F4
    void a_claim_of_the_wrong_type_is_refused(String claim, Object value) {
        assertRefused(notifier.post(token.with(claim, value)));
        assertThat(isSignedIn(alice)).isTrue();
    }

    static Stream<Arguments> wrongTypes() {
        List<Object> noStrings = List.of(42, 4.2, true, Map.of(), Map.of("a", "b"), List.of(), List.of("a"));
        List<Object> noTimes = List.of("1", true, Map.of(), List.of(1));
        List<Object> noEvents = List.of("e", 42, true, List.of(), List.of("e"));
        String event = "http://schemas.openid.net/event/backchannel-logout";
        return Stream.of(
                        Stream.of("iss", "sub", "sid", "jti").flatMap(claim -> each(claim, noStrings)),
                        Stream.of("iat", "exp").flatMap(claim -> each(claim, noTimes)),
                        each("aud", List.of(42, true, Map.of(), List.of(), List.of(42), List.of("shop", 42))),
                        each("events", noEvents),
                        each(
                                "events",
                                Stream.concat(noEvents.stream(), Stream.of(Map.of("a", "b")))
                                        .<Object>map(value -> Map.of(event, value))
                                        .toList()))
                .flatMap(arguments -> arguments);
    }

    private static Stream<Arguments> each(String claim, List<Object> values) {
        return values.stream().map(value -> Arguments.of(claim, value));
    }

    @Test
    @DisplayName("BCR-17: a token is used once")
    void a_replay_is_refused() {
        notifier.post(token);

        assertRefused(notifier.post(token));
    }

    @Test
    @DisplayName("BCR-13: an ID token never acts as a logout token")
    void an_id_token_ends_nothing() {
        String idToken = server.issued().stream()
                .filter(issued -> issued.startsWith("eyJ"))
                .findAny()
                .orElseThrow();

        assertRefused(notifier.post(idToken));
        assertThat(isSignedIn(alice)).isTrue();
    }

    @Test
    @DisplayName("BCR-03: no token, two tokens, a token in the address, and JSON are 400")
    void one_token_in_a_form_is_needed() {
        String signed = token.signed();

        assertRefused(notifier.postForm(""));
        assertRefused(notifier.postForm("logout_token=" + signed + "&logout_token=" + signed));
        assertRefused(notifier.postWithQuery("?logout_token=" + signed));
        assertRefused(notifier.postJson("{\"logout_token\":\"" + signed + "\"}"));
        assertThat(isSignedIn(alice)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"logout_token=%zz", "logout_token=%", "%00=%00"})
    @DisplayName("BCR-31: what cannot be parsed is 400, never 500")
    void a_broken_form_is_refused(String form) {
        assertRefused(notifier.postForm(form));
    }

    @Test
    @DisplayName("BCR-31: a body that is far too long is refused")
    void an_endless_form_is_refused() {
        assertRefused(notifier.postForm("logout_token=" + token.signed() + "&more=" + "x".repeat(200_000)));
        assertThat(isSignedIn(alice)).isTrue();
    }

    @Test
    @DisplayName("BCR-01: POST only")
    void a_get_ends_nothing() {
        HttpResponse<String> answer = notifier.get("?logout_token=" + token.signed());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
        assertThat(isSignedIn(alice)).isTrue();
    }

    @Test
    @DisplayName("BCR-04, BCR-30: tokens with unknown keys lead to a few looks at the issuer's keys, not to one each")
    void a_flood_of_forgeries_is_not_passed_on() {
        long before = server.count("GET /oauth2/jwks");
        long start = System.nanoTime();

        List<Integer> answers = IntStream.range(0, 20)
                .map(number -> notifier.post(token.forgedAs("key-" + number)).statusCode())
                .boxed()
                .toList();

        long halfMinutes = 1 + Duration.ofNanos(System.nanoTime() - start).dividedBy(Duration.ofSeconds(30));
        assertThat(server.count("GET /oauth2/jwks") - before).isLessThanOrEqualTo(2 * halfMinutes);
        assertThat(answers).containsOnly(400);
        assertThat(isSignedIn(alice)).isTrue();
    }

    @Test
    @DisplayName("BCR-32, RAC-10: a logout token that overtakes the sign-in wins")
    void a_sign_in_that_was_overtaken_does_not_stand() {
        TestBrowser late = new TestBrowser();
        Page atServer = late.peek(Objects.requireNonNull(
                late.peek(TestDemo.shop() + "/oauth2/authorization/exeunt").location()));

        assertThat(notifier.post(server.logoutToken()).statusCode()).isEqualTo(200);
        Page home = late.open(Objects.requireNonNull(atServer.location()));

        assertThat(home.has("who")).isFalse();
        assertThat(home.has("signed-out-by-back-channel")).isTrue();
    }

    @Test
    @DisplayName("BCR-32: so does one about all sessions of the person; a sign-in after it stands")
    void a_sign_in_after_a_logout_of_all_sessions_stands() {
        notifier.post(token.without("sid").issuedSecondsAgo(30));

        assertThat(isSignedIn(TestBrowser.signedIn())).isTrue();
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(JsonMapper.shared().readTree(answer.body()).path("error").asString(""))
                .isEqualTo("invalid_request");
    }

    /** Asked without the front page's call of the API: signed in by what we keep ourselves. */
    private boolean isSignedIn(TestBrowser browser) {
        return browser.open(TestDemo.shop() + "/").has("who");
    }

    private static boolean isStored(String session) {
        return TestDemo.context().getBean(SessionRepository.class).findById(session) != null;
    }

    private static Arguments spoilt(String what, Spoiling spoiling) {
        return Arguments.of(what, spoiling);
    }

    /** What is wrong with a token. */
    @FunctionalInterface
    interface Spoiling {
        String spoil(TestLogoutToken genuine);
    }
}
