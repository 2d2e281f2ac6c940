package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.exeunt.idp.signin.AttemptSource;
import org.exeunt.idp.signin.SignInThrottle;
import org.exeunt.idp.throttle.ThrottleDecision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** A user guesses passwords at the sign-in page. */
@TestInstance(Lifecycle.PER_CLASS)
@OnEachDatabase
class GuessingTests {

    private static final int FREE_PER_ACCOUNT = 10;
    private static final int FREE_PER_ADDRESS = 100;

    /** Not as many as by default: each costs a few statements. */
    private static final int FREE_TOGETHER = 150;

    @Parameter
    private TestDatabase database;

    private final AtomicInteger addresses = new AtomicInteger();

    private RunningServer server;
    private RunningServer other;

    /** Two nodes on PostgreSQL; an H2 file belongs to one process, but two servers in it may share it. */
    @BeforeParameterizedClassInvocation
    void start() {
        String url = database.freshUrl();
        server = start(url);
        other = start(url);
    }

    private static RunningServer start(String url) {
        return RunningServer.start(
                url,
                "--exeunt.sign-in.together.free=" + FREE_TOGETHER,
                "--exeunt.sign-in.together.first-delay=30s",
                "--exeunt.sign-in.together.longest-delay=30s");
    }

    @AfterParameterizedClassInvocation
    void stop() {
        other.close();
        server.close();
    }

    @BeforeEach
    void forget() {
        server.jdbc().sql("delete from sign_in_attempt").update();
        server.jdbc().sql("delete from known_browser").update();
    }

    @AfterEach
    void setClocks() {
        setClocksAheadBy(Duration.ZERO);
    }

    private void setClocksAheadBy(Duration duration) {
        server.clock().setAheadBy(duration);
        other.clock().setAheadBy(duration);
    }

    @Test
    @DisplayName("Guesses at one account are bounded, from wherever they come and on all nodes together")
    void guesses_at_one_account_are_bounded() {
        List<HttpResponse<String>> wrong = IntStream.range(0, FREE_PER_ACCOUNT)
                .mapToObj(guess -> guess("alice", "wrong", anAddress(), guess % 2 == 0 ? server : other))
                .toList();
        HttpResponse<String> right = guess("alice", TestClient.password("alice"), anAddress(), server);
        HttpResponse<String> rightThere = guess("alice", TestClient.password("alice"), anAddress(), other);
        HttpResponse<String> otherPerson = guess("bob", TestClient.password("bob"), anAddress(), server);

        assertThat(wrong).allSatisfy(answer -> assertWrong(answer));
        assertThat(List.of(right, rightThere)).allSatisfy(answer -> assertWait(answer, 1));
        assertSignedIn(otherPerson);
    }

    @Test
    @DisplayName(
            "Nobody is locked out for ever: delays grow to a quarter of an hour and no further, and then it is one's turn")
    void no_account_is_locked_out_for_ever() {
        Duration time = Duration.ZERO;
        for (int guess = 0; guess < FREE_PER_ACCOUNT; guess++) {
            assertWrong(guess("alice", "wrong", anAddress(), server));
        }

        for (int minutes : new int[] {1, 1, 1, 2, 3, 6, 11, 15, 15, 15}) {
            assertWait(guess("alice", TestClient.password("alice"), anAddress(), server), minutes);
            time = time.plusMinutes(minutes);
            setClocksAheadBy(time);
            assertWrong(guess("alice", "wrong", anAddress(), server));
        }
        setClocksAheadBy(time.plusMinutes(15));
        assertSignedIn(guess("alice", TestClient.password("alice"), anAddress(), server));
        assertWrong(guess("alice", "wrong", anAddress(), server));
    }

    @Test
    void a_day_without_guesses_resets_the_throttle() {
        for (int guess = 0; guess < FREE_PER_ACCOUNT; guess++) {
            guess("alice", "wrong", anAddress(), server);
        }
        setClocksAheadBy(Duration.ofDays(1).plusMinutes(1));

        for (int guess = 0; guess < FREE_PER_ACCOUNT; guess++) {
            assertWrong(guess("alice", "wrong", anAddress(), server));
        }
        List<String> old = server.column("sign_in_attempt", "counted").stream()
                .filter(counted -> counted.startsWith("a"))
                .toList();
        setClocksAheadBy(Duration.ofDays(3));
        for (int guess = 0; guess < 3; guess++) {
            guess("bob " + guess, "wrong", anAddress(), server);
        }
        assertThat(old).isNotEmpty();
        assertThat(server.column("sign_in_attempt", "counted"))
                .as("what is old is removed")
                .doesNotContainAnyElementsOf(old);
    }

    @Test
    @DisplayName(
            "RAC-14: a clock that was a day ahead and is put right keeps nobody out, and guesses are bounded as ever")
    void a_wrong_clock_locks_no_user_out() {
        setClocksAheadBy(Duration.ofDays(1));
        for (int guess = 0; guess < FREE_PER_ACCOUNT; guess++) {
            guess("alice", "wrong", anAddress(), server);
        }
        assertWait(guess("alice", TestClient.password("alice"), anAddress(), server), 1);
        setClocksAheadBy(Duration.ZERO);

        for (int guess = 0; guess < FREE_PER_ACCOUNT; guess++) {
            assertWrong(guess("alice", "wrong", anAddress(), server));
        }
        assertWait(guess("alice", TestClient.password("alice"), anAddress(), server), 1);
    }

    @Test
    @DisplayName("Nodes whose clocks differ by seconds bound guesses together")
    void nodes_whose_clocks_differ_bound_guesses_together() {
        server.clock().setAheadBy(Duration.ofSeconds(2));
        for (int guess = 0; guess < FREE_PER_ACCOUNT; guess++) {
            assertWrong(guess("alice", "wrong", anAddress(), guess % 2 == 0 ? server : other));
        }

        assertWait(guess("alice", TestClient.password("alice"), anAddress(), other), 1);
    }

    @Test
    @DisplayName("A thousand guesses at once are as bounded as one after the other")
    void guesses_at_the_same_moment_are_bounded() {
        List<Callable<HttpResponse<String>>> guesses = IntStream.range(0, 40)
                .<Callable<HttpResponse<String>>>mapToObj(guess -> {
                    var form = form("alice", "wrong " + guess);
                    var browser = new TestBrowser(guess % 2 == 0 ? server : other);
                    var csrf = TestBrowser.hidden(browser.get("/login"), "_csrf");
                    form.put("_csrf", csrf);
                    return () -> browser.post("/login", form, "X-Forwarded-For", anAddress());
                })
                .toList();

        List<HttpResponse<String>> answers = ConcurrentRequests.send(guesses);

        // One may be sent away that would have had a turn: another user held it and gave it back.
        long wrong = answers.stream().filter(GuessingTests::isWrong).count();
        assertThat(wrong).isBetween(1L, (long) FREE_PER_ACCOUNT);
        assertThat(answers.stream().filter(GuessingTests::isWait)).hasSize(40 - (int) wrong);
    }

    @Test
    @DisplayName("Guesses from one address at many accounts are bounded, and right passwords do not count")
    void guesses_from_one_address_are_bounded() {
        SignInThrottle limits = server.bean(SignInThrottle.class);
        String address = anAddress();
        var office = new AttemptSource(address, Optional.empty());
        for (int person = 0; person < 3 * FREE_PER_ADDRESS; person++) {
            if (limits.admit("right " + person, office) instanceof ThrottleDecision.Allowed admitted) {
                limits.succeeded(admitted);
            }
        }
        assertSignedIn(guess("alice", TestClient.password("alice"), address, server));

        for (int guess = 0; guess < FREE_PER_ADDRESS; guess++) {
            assertThat(limits.admit("person " + guess, office)).isInstanceOf(ThrottleDecision.Allowed.class);
        }
        assertWait(guess("alice", TestClient.password("alice"), address, other), 1);
        assertSignedIn(guess("alice", TestClient.password("alice"), anAddress(), other));
        setClocksAheadBy(Duration.ofMinutes(1));
        assertSignedIn(guess("alice", TestClient.password("alice"), address, other));
    }

    @Test
    @DisplayName(
            "Guesses from thousands of addresses at thousands of accounts are bounded, and known browsers not hindered")
    void guesses_from_all_unknown_addresses_are_bounded_together() {
        var laptop = TestBrowser.signedIn(server, "alice");
        laptop.get("/logout?client_id=shop");
        SignInThrottle limits = server.bean(SignInThrottle.class);

        for (int guess = 0; guess < FREE_TOGETHER; guess++) {
            var origin = new AttemptSource(anAddress(), Optional.empty());
            assertThat(limits.admit("person " + guess, origin)).isInstanceOf(ThrottleDecision.Allowed.class);
        }

        assertWait(guess("alice", TestClient.password("alice"), anAddress(), other), 1);
        assertSignedIn(signIn(laptop, "alice", TestClient.password("alice")));
        setClocksAheadBy(Duration.ofMinutes(1));
        assertSignedIn(guess("alice", TestClient.password("alice"), anAddress(), other));
    }

    @Test
    @DisplayName("A person's own browser is not kept out by strangers, though a thief of its cookie is bounded too")
    void a_known_browser_is_not_throttled_by_other_addresses() {
        var laptop = TestBrowser.signedIn(server, "alice");
        laptop.get("/logout?client_id=shop");
        for (int guess = 0; guess < FREE_PER_ACCOUNT + 1; guess++) {
            guess("alice", "wrong", anAddress(), server);
        }
        HttpResponse<String> stranger = guess("alice", TestClient.password("alice"), anAddress(), server);
        HttpResponse<String> own = signIn(laptop, "alice", TestClient.password("alice"));
        HttpResponse<String> strangerAgain = guess("alice", TestClient.password("alice"), anAddress(), server);
        var thief = new TestBrowser(other);
        thief.keep("exeunt-browser=" + laptop.cookies().get("exeunt-browser"));
        for (int guess = 0; guess < FREE_PER_ACCOUNT; guess++) {
            assertWrong(signIn(thief, "alice", "wrong"));
        }

        assertWait(stranger, 1);
        assertSignedIn(own);
        assertWait(strangerAgain, 1);
        assertWait(signIn(thief, "alice", "wrong"), 1);
    }

    @Test
    @DisplayName(
            "A browser is known for those who signed in from it: another person's cookie, or an invented one, helps nobody")
    void a_browser_is_known_for_those_who_signed_in_from_it() {
        var bobs = TestBrowser.signedIn(server, "bob");
        var invented = new TestBrowser(server);
        invented.keep("exeunt-browser=" + "A".repeat(43));
        for (int guess = 0; guess < FREE_PER_ACCOUNT; guess++) {
            guess("alice", "wrong", anAddress(), server);
        }

        assertWait(signIn(bobs, "alice", TestClient.password("alice")), 1);
        assertWait(signIn(invented, "alice", TestClient.password("alice")), 1);
        assertThat(server.column("known_browser", "username")).containsExactly("bob");

        signIn(invented, "bob", TestClient.password("bob"));
        assertThat(invented.cookies().get("exeunt-browser")).isNotEqualTo("A".repeat(43));
    }

    @Test
    @DisplayName("Nobody learns by trying which accounts exist: the same answers, the same delays")
    void no_answer_reveals_which_accounts_exist() {
        for (int guess = 0; guess < FREE_PER_ACCOUNT + 3; guess++) {
            HttpResponse<String> known = guess("alice", "wrong", anAddress(), server);
            HttpResponse<String> unknown = guess("nobody", "wrong", anAddress(), server);

            assertThat(anonymous(unknown)).isEqualTo(anonymous(known));
            assertThat(unknown.statusCode()).isEqualTo(known.statusCode());
            assertThat(TestBrowser.header(unknown, "Set-Cookie").replaceAll("=[A-Za-z0-9_-]{43}", ""))
                    .isEqualTo(TestBrowser.header(known, "Set-Cookie").replaceAll("=[A-Za-z0-9_-]{43}", ""));
        }
    }

    @Test
    void the_page_says_what_happened_in_the_persons_language() {
        var browser = new TestBrowser(server);

        for (int guess = 0; guess < FREE_PER_ACCOUNT; guess++) {
            guess("alice", "wrong", anAddress(), server);
        }
        browser.get("/login?ui_locales=nb");

        HttpResponse<String> wait = signIn(browser, "alice", "wrong");

        assertThat(wait.statusCode()).isEqualTo(429);
        assertThat(wait.body()).contains("Vent et minutt");
    }

    /** The page without what differs between any two. */
    private static String anonymous(HttpResponse<String> page) {
        return page.body().replaceAll("name=\"_csrf\" value=\"[^\"]+\"", "").replaceAll("value=\"(alice|nobody)\"", "");
    }

    @Test
    @DisplayName("SEC-16: what was typed as a username is not kept, since it may be a password, and no address either")
    void typed_values_are_not_stored() {
        guess("my-secret-typed-too-early", "x", "198.51.100.77", server);

        assertThat(server.column("sign_in_attempt", "counted"))
                .hasSize(3)
                .allSatisfy(counted -> assertThat(counted).matches("strangers|(account|address) [A-Za-z0-9_-]{4}"));
    }

    /** Addresses that a proxy in front would tell. */
    private String anAddress() {
        int number = addresses.incrementAndGet();
        return "198.18." + number / 250 + "." + (1 + number % 250);
    }

    private static HttpResponse<String> guess(String username, String password, String address, RunningServer node) {
        return signIn(new TestBrowser(node), username, password, "X-Forwarded-For", address);
    }

    private static HttpResponse<String> signIn(
            TestBrowser browser, String username, String password, String... headers) {
        var form = form(username, password);
        form.put("_csrf", TestBrowser.hidden(browser.get("/login"), "_csrf"));
        return browser.post("/login", form, headers);
    }

    private static Map<String, String> form(String username, String password) {
        return new HashMap<>(Map.of("username", username, "password", password));
    }

    private static boolean isWrong(HttpResponse<String> answer) {
        return answer.statusCode() == 200 && answer.body().contains("The username or the password is wrong");
    }

    private static boolean isWait(HttpResponse<?> answer) {
        return answer.statusCode() == 429;
    }

    private static void assertWrong(HttpResponse<String> answer) {
        assertThat(isWrong(answer)).as(answer.body()).isTrue();
    }

    private static void assertWait(HttpResponse<String> answer, int minutes) {
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(TestBrowser.header(answer, "Retry-After")).matches("[1-9][0-9]*");
        assertThat(answer.body())
                .contains("Too many wrong passwords")
                .contains(minutes == 1 ? "Wait a minute" : "Wait " + minutes + " minutes");
    }

    private static void assertSignedIn(HttpResponse<String> answer) {
        assertThat(TestBrowser.location(answer)).isEqualTo("/");
    }
}
