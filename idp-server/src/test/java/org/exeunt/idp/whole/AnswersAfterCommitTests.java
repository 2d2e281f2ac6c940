package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.exeunt.idp.whole.TestClient.Tokens;

/**
 * Whatever a request carries is found unusable before the session ends, or not at all: an answer that fails afterwards would tell the
 * person that the logout failed although it happened.
 */
class AnswersAfterCommitTests {

    /** It never acknowledges, so that each logout that ended something leads to a receipt, whose row holds the target with the state. */
    private static final TestBackChannel SHOP = new TestBackChannel();

    private static final RunningServer SERVER = RunningServer.start(
            TestDatabase.H2.freshUrl(),
            "--exeunt.clients.shop.back-channel-logout-uri=" + SHOP.uri("/"),
            "--exeunt.clients.news.receipt=never");

    @BeforeContainer
    static void refuse() {
        SHOP.behave(TestBackChannel.answering(503));
    }

    @AfterContainer
    static void stop() {
        SERVER.close();
        SHOP.close();
    }

    // A8
    @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
    @Label("A logout that ended the session says so, whatever its state, cookies and headers are")
    void a_logout_that_ended_the_session_says_so(
            @ForAll("logouts") String logout,
            @ForAll("states") String state,
            @ForAll("cookies") @Size(max = 4) List<Tuple2<String, String>> cookies,
            @ForAll("headers") @Size(max = 4) List<Tuple2<String, String>> headers) {
        var alice = TestBrowser.signedIn(SERVER, "alice");
        Tokens tokens = TestClient.SHOP.tokens(SERVER, alice);
        Map<String, String> all = new LinkedHashMap<>();
        headers.forEach(header -> all.put(header.get1(), header.get2()));
        String request = logout.replace("{hint}", tokens.id()).replace("{state}", state);
        var session =
                new StringBuilder(alice.sessionCookie().map("exeunt="::concat).orElseThrow());
        cookies.forEach(
                cookie -> session.append("; ").append(cookie.get1()).append('=').append(cookie.get2()));

        RawHttp.Answer answer = RawHttp.send(
                SERVER.port(),
                request,
                session.toString(),
                all.entrySet().stream()
                        .flatMap(header -> List.of(header.getKey(), header.getValue()).stream())
                        .toArray(String[]::new));

        assertThat(answer.status()).as(answer.toString()).isLessThan(500);
        if (!alice.isSignedIn()) {
            assertThat(answer.status()).as(answer.toString()).isIn(200, 303);
        }
    }

    @Provide
    Arbitrary<String> logouts() {
        String shop = "http://localhost:8080/signed-out";
        return Arbitraries.of(
                "GET /connect/logout?id_token_hint={hint}&state={state}&post_logout_redirect_uri=" + shop,
                "GET /connect/logout?id_token_hint={hint}&state={state}&post_logout_redirect_uri=http://evil.example",
                "GET /logout?client_id=shop&state={state}&redirect_uri=" + shop,
                "GET /logout?client_id=news&state={state}&redirect_uri=http://localhost:8081/signed-out",
                "GET /logout?client_id=mobile&state={state}&redirect_uri=org.exeunt.mobile:/logout",
                "GET /logout?client_id=shop&ui_locales={state}",
                "GET /logout?client_id=shop&logout_hint={state}",
                "POST /api/auth/logout?x={state}",
                "DELETE /api/auth/sessions?x={state}",
                "DELETE /session?client_id=shop&x={state}");
    }

    /** Percent-encoded: short and long ones, around the length that is accepted, of one and of several bytes for each character. */
    @Provide
    Arbitrary<String> states() {
        Arbitrary<String> text = Arbitraries.strings().all().ofMinLength(1).ofMaxLength(6);
        Arbitrary<Integer> encodedLength = Arbitraries.of(1, 1_000, 4_990, 5_010, 7_990, 8_000, 8_010);
        return Combinators.combine(text, encodedLength).as((part, length) -> {
            String once = HexFormat.of().withPrefix("%").formatHex(part.getBytes(StandardCharsets.UTF_8));
            return once.repeat(Math.max(1, length / once.length()));
        });
    }

    @Provide
    Arbitrary<List<Tuple2<String, String>>> cookies() {
        return Combinators.combine(
                        Arbitraries.of(
                                "exeunt-receipt",
                                "exeunt-browser",
                                "exeunt-browser-state",
                                "exeunt-app",
                                "refresh_token",
                                "x"),
                        values())
                .as(Tuple::of)
                .list();
    }

    @Provide
    Arbitrary<List<Tuple2<String, String>>> headers() {
        return Combinators.combine(
                        Arbitraries.of(
                                "Accept",
                                "Accept-Language",
                                "Accept-Encoding",
                                "User-Agent",
                                "Referer",
                                "Range",
                                "If-None-Match",
                                "If-Modified-Since",
                                "X-Forwarded-For",
                                "X-Requested-With",
                                "Sec-Fetch-Mode",
                                "Sec-CH-UA",
                                "traceparent"),
                        values())
                .as(Tuple::of)
                .list();
    }

    /** Every byte that may stand in a header, so also text that is not ASCII. */
    private static Arbitrary<String> values() {
        Arbitrary<String> bytes = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('\u0080', '\u00ff')
                .ofMaxLength(60)
                .map(String::strip);
        return Arbitraries.oneOf(
                bytes,
                bytes.map(some -> some.replaceAll("[;,\\s]", "")),
                Arbitraries.of(
                        "é",
                        "\"\"",
                        "\"é\"",
                        "æ".repeat(43),
                        "A".repeat(43),
                        "A".repeat(4_000),
                        "*/*;q=",
                        "x/y/z",
                        "-"));
    }

    // A8
    @Property(tries = 5, shrinking = ShrinkingMode.OFF)
    @Label("The cookie of a receipt that this server never gave is replaced")
    void a_receipt_cookie_of_another_form_is_replaced(@ForAll("values") String value) {
        var alice = TestBrowser.signedIn(SERVER, "alice");
        TestClient.SHOP.tokens(SERVER, alice);
        alice.cookies().put("exeunt-receipt", value.replaceAll("[^!-~]", "_").replaceAll("[;,\"\\\\]", "_"));

        HttpResponse<String> answer = alice.get("/logout?client_id=shop");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(alice.get(TestBrowser.location(answer)).statusCode()).isEqualTo(200);
        assertThat(alice.cookies().get("exeunt-receipt")).matches("[A-Za-z0-9_-]{43}");
    }

    @Provide("values")
    Arbitrary<String> anyValues() {
        return values();
    }
}
