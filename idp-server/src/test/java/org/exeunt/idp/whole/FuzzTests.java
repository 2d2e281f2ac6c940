package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.constraints.Size;
import org.exeunt.idp.whole.TestClient.Tokens;

/**
 * Parameters that nobody thought of, at every way to log out. Each run takes other ones: a failure reports the seed, which
 * {@code @Property(seed = "…")} repeats.
 */
class FuzzTests {

    private static final int TRIES = 120;

    private static final RunningServer SERVER = RunningServer.shared(TestDatabase.H2);
    private static final TestBrowser ALICE = new TestBrowser(SERVER);
    private static final Tokens TOKENS = TestClient.SHOP.tokens(SERVER, signedIn());

    private static final List<String> TARGETS = List.of(
            "http://localhost:8080/", "http://localhost:8081/", "http://127.0.0.1/callback", "org.exeunt.mobile:/");

    /** A request as it goes over the wire; what is in it is encoded already, or damaged. */
    record Request(
            String method, String path, List<Tuple2<String, String>> parameters, List<Tuple2<String, String>> headers) {

        RawHttp.Answer send() {
            String query = String.join(
                    "&",
                    parameters.stream()
                            .map(pair -> pair.get1() + "=" + pair.get2())
                            .toList());
            boolean form = method.equals("POST");
            String[] all = new String[2 * headers.size() + (form ? 4 : 0)];
            for (int header = 0; header < headers.size(); header++) {
                all[2 * header] = headers.get(header).get1();
                all[2 * header + 1] = headers.get(header).get2();
            }
            if (form) {
                all[all.length - 4] = "Content-Type";
                all[all.length - 3] = "application/x-www-form-urlencoded";
                all[all.length - 2] = "body";
                all[all.length - 1] = query;
            }
            var answer = ALICE.raw(method + " " + path + (form ? "" : "?" + query), all);
            answer.header("Set-Cookie").forEach(ALICE::keep);
            return answer;
        }
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
    @Label(
            "SEC-01, SEC-04, SEC-08, FMD-04: whatever another site makes a browser send, the session stays and nothing breaks")
    void another_site_ends_nothing(
            @ForAll("parameters") @Size(max = 8) List<Tuple2<String, String>> parameters,
            @ForAll("browserRequests") Tuple2<String, String> request,
            @ForAll("crossSite") List<Tuple2<String, String>> headers) {
        signedIn();

        var answer = new Request(request.get1(), request.get2(), parameters, headers).send();

        assertHarmless(answer);
        assertThat(isSignedIn()).as("signed in").isTrue();
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
    @Label("SEC-04, SEC-08, REV-10, REV-28: a program that gives tokens back ends no session, and nothing breaks")
    void a_program_ends_no_session(
            @ForAll("parameters") @Size(max = 8) List<Tuple2<String, String>> parameters,
            @ForAll("programRequests") Tuple2<String, String> request,
            @ForAll("liveTokens") Tuple2<String, String> token,
            @ForAll("credentials") List<Tuple2<String, String>> headers) {
        signedIn();
        List<Tuple2<String, String>> all =
                Stream.concat(parameters.stream(), Stream.of(token)).toList();

        var answer = new Request(request.get1(), request.get2(), all, headers).send();

        assertHarmless(answer);
        assertThat(isSignedIn()).as("signed in").isTrue();
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
    @Label(
            "SEC-04, SEC-05, SEC-08: a session that a relying party's redirect ends is said to have ended, and nothing breaks")
    void an_ended_session_is_reported_as_ended(
            @ForAll("parameters") @Size(max = 8) List<Tuple2<String, String>> parameters,
            @ForAll("browserRequests") Tuple2<String, String> request) {
        signedIn();

        var answer = new Request(request.get1(), request.get2(), parameters, List.of()).send();

        assertHarmless(answer);
        if (!isSignedIn()) {
            assertThat(answer.status() == 303
                            || answer.body().matches("(?s).*(You are signed out|Du er logget ut|\"success\":true).*"))
                    .as(answer.toString())
                    .isTrue();
        }
    }

    private static void assertHarmless(RawHttp.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 499);
        assertThat(answer.header("Location")).hasSizeLessThanOrEqualTo(1);
        String location = answer.location();
        boolean ours = location.isEmpty() || location.matches("/([^/\\\\].*)?");
        assertThat(ours || TARGETS.stream().anyMatch(location::startsWith))
                .as(location)
                .isTrue();
        assertThat(answer.body()).doesNotContain("<script", "onerror=", "org.springframework", "java.lang");
    }

    private static boolean isSignedIn() {
        return ALICE.raw("GET /").body().contains("Alice Adams");
    }

    private static TestBrowser signedIn() {
        if (!isSignedIn()) {
            ALICE.signIn("alice");
        }
        return ALICE;
    }

    @Provide
    Arbitrary<Tuple2<String, String>> browserRequests() {
        return Combinators.combine(
                        Arbitraries.of("GET", "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"),
                        Arbitraries.of(
                                "/logout",
                                "/connect/logout",
                                "/logout/confirmation",
                                "/session",
                                "/auth/logout",
                                "/api/auth/logout"))
                .as(Tuple::of);
    }

    @Provide
    Arbitrary<Tuple2<String, String>> programRequests() {
        return Combinators.combine(
                        Arbitraries.of("GET", "POST", "POST", "PUT"), Arbitraries.of("/oauth2/revoke", "/api/2/logout"))
                .as(Tuple::of);
    }

    @Provide
    Arbitrary<List<Tuple2<String, String>>> crossSite() {
        return Combinators.combine(
                        Arbitraries.of("navigate", "cors", "no-cors", "", "x"),
                        Arbitraries.of("document", "iframe", "image", "script", "empty", "", "?"),
                        Arbitraries.of("https://evil.example", "null", "http://localhost:8080.evil.example", "", "%"))
                .as((mode, destination, origin) -> List.of(
                        Tuple.of("Sec-Fetch-Site", "cross-site"),
                        Tuple.of("Sec-Fetch-Mode", mode),
                        Tuple.of("Sec-Fetch-Dest", destination),
                        Tuple.of("Origin", origin)));
    }

    @Provide
    Arbitrary<Tuple2<String, String>> liveTokens() {
        return Combinators.combine(
                        Arbitraries.of("token", "oauth_token", "x"),
                        Arbitraries.of(TOKENS.access(), TOKENS.refresh(), TOKENS.id()))
                .as(Tuple::of);
    }

    @Provide
    Arbitrary<List<Tuple2<String, String>>> credentials() {
        return Arbitraries.oneOf(
                        Arbitraries.of(
                                TestClient.SHOP.basic(), TestClient.NEWS.basic(), "Bearer", "Basic", "Basic Og=="),
                        text().map("Bearer "::concat),
                        text().map("Basic "::concat))
                .map(credentials -> List.of(Tuple.of("Authorization", credentials)));
    }

    @Provide
    Arbitrary<List<Tuple2<String, String>>> parameters() {
        Arbitrary<String> names = Arbitraries.frequencyOf(
                Tuple.of(
                        9,
                        Arbitraries.of(
                                "client_id",
                                "redirect_uri",
                                "post_logout_redirect_uri",
                                "state",
                                "oauth_token",
                                "id_token_hint",
                                "logout_hint",
                                "ui_locales",
                                "confirmation",
                                "answer",
                                "token",
                                "token_type_hint",
                                "client_secret",
                                "scope")),
                Tuple.of(1, text()));
        Arbitrary<String> values = Arbitraries.frequencyOf(
                Tuple.of(4, known()),
                Tuple.of(2, text()),
                Tuple.of(2, Combinators.combine(known(), text()).as((start, end) -> start + end)),
                Tuple.of(1, Combinators.combine(text(), known()).as((start, end) -> start + end)),
                Tuple.of(1, text().map(part -> part.repeat(300))));
        return Combinators.combine(names, values).as(Tuple::of).list();
    }

    private static Arbitrary<String> known() {
        return Arbitraries.of(
                "shop",
                "news",
                "nobody",
                "",
                "sign-out",
                "stay",
                "http://localhost:8080/signed-out",
                "http%3A%2F%2Flocalhost%3A8081%2Fsigned-out",
                "http://localhost:8080/login/oauth2/code/exeunt",
                "https://evil.example/",
                "//evil.example",
                "/%5Cevil.example",
                "http://localhost:8080@evil.example/",
                "javascript:alert(1)",
                "%3Cscript%3Ealert(1)%3C/script%3E",
                "%22%20onerror=%22x",
                "%0D%0ALocation:%20https://evil.example",
                "%00",
                "%FF%FE",
                "%",
                "%u0041",
                "nb%20no%20en",
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.",
                "A".repeat(43));
    }

    /** Everything that fits into a request line: as it is if it may stand there, else encoded, and sometimes wrongly. */
    private static Arbitrary<String> text() {
        Arbitrary<String> proper = Arbitraries.strings().all().ofMaxLength(12).map(FuzzTests::encoded);
        Arbitrary<String> bytes = Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(6)
                .map(some -> HexFormat.of().withPrefix("%").formatHex(some));
        Arbitrary<String> raw =
                Arbitraries.strings().withCharRange('!', '~').ofMaxLength(12).map(some -> some.replace("#", ""));
        return Arbitraries.oneOf(proper, bytes, raw);
    }

    private static String encoded(String text) {
        return HexFormat.of().withPrefix("%").formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
