package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.util.HtmlUtils;

/** How authorization requests are answered: response modes, issuer, and words for errors. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class AuthorizationResponseTests {

    private static final String ISSUER = "http://localhost:9000";

    private static final String CALLBACK = "http://localhost:8080/login/oauth2/code/exeunt";

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private TestBrowser alice;

    @BeforeAll
    void start() {
        server = RunningServer.start(TestDatabase.H2.freshUrl(), "--exeunt.clients.news.require-consent=true");
        alice = TestBrowser.signedIn(server, "alice");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    // A14
    @ParameterizedTest
    @ValueSource(strings = {"query", "form_post"})
    @DisplayName("RFC 9207: each answer names the issuer, errors too, in both response modes")
    void each_answer_names_the_issuer(String mode) {
        var code = answer(authorize(alice, "response_mode", mode, "state", "s"));
        var error = answer(authorize(new TestBrowser(server), "response_mode", mode, "state", "s", "prompt", "none"));

        assertThat(code).containsKey("code").containsEntry("iss", ISSUER).containsEntry("state", "s");
        assertThat(error)
                .containsEntry("error", "login_required")
                .containsEntry("iss", ISSUER)
                .containsEntry("state", "s");
    }

    // B14
    @Test
    @DisplayName("form_post: the page posts the code to the registered origin and can do nothing else")
    void a_form_is_posted_to_the_registered_origin() {
        String state = "\"><script>alert(1)</script> ü & +";

        var page = authorize(alice, "response_mode", "form_post", "state", state);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(TestBrowser.header(page, "Content-Type")).startsWith("text/html");
        assertThat(TestBrowser.header(page, "Cache-Control")).isEqualTo("no-store");
        assertThat(TestBrowser.header(page, "Content-Security-Policy"))
                .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
                        + " base-uri 'none'; form-action http://localhost:8080; frame-ancestors http://localhost:8080");
        assertThat(page.body())
                .contains(
                        "src=\"/themes/base/form-post.js\"",
                        "<form method=\"post\" action=\"" + CALLBACK + "\"",
                        "type=\"submit\"");
        assertThat(Pattern.compile("<script").matcher(page.body()).results()).hasSize(1);
        assertThat(page.body()).doesNotContain(" onload", " onclick", "_csrf");
        Map<String, String> posted = answer(page);
        assertThat(posted).containsEntry("state", state);
        assertThat(Tokens.of(TestClient.SHOP.redeem(server, String.valueOf(posted.get("code"))))
                        .id())
                .isNotEmpty();
    }

    // B14
    @Test
    @DisplayName(
            "form_post: the page has the theme of the client and the language of the user, and a button for those without scripts")
    void the_form_is_a_page_of_the_theme() {
        var shop = authorize(alice, "response_mode", "form_post");
        Map<String, String> request = TestClient.NEWS.authorizationRequest("openid");
        request.put("response_mode", "form_post");
        request.put("prompt", "none");
        var news = alice.get("/oauth2/authorize?" + TestBrowser.form(request), "Accept-Language", "nb");

        assertThat(shop.body())
                .contains(
                        "<html lang=\"en\"",
                        "/themes/base/theme.css",
                        "continue to Shop yourself",
                        ">Continue</button>")
                .doesNotContain("/themes/news/");
        assertThat(news.body()).contains("<html lang=\"nb\"", "/themes/news/theme.css", ">Fortsett</button>");
    }

    // B14
    @Test
    @DisplayName("form_post also answers after a sign-in, and after the consent page, granted or denied")
    void a_form_is_posted_after_consent() {
        Map<String, String> request = TestClient.NEWS.authorizationRequest("openid profile");
        request.put("response_mode", "form_post");

        Map<String, String> denied = answer(answerConsent(request, Map.of()));
        Map<String, String> granted = answer(answerConsent(request, Map.of("scope", "profile", "answer", "allow")));

        assertThat(denied).containsEntry("error", "access_denied").containsEntry("iss", ISSUER);
        assertThat(granted).containsKey("code").containsEntry("iss", ISSUER);
    }

    private HttpResponse<String> answerConsent(Map<String, String> request, Map<String, String> scopes) {
        var question = alice.get("/oauth2/authorize?" + TestBrowser.form(request));
        Map<String, String> form = new LinkedHashMap<>(scopes);
        form.put("client_id", "news");
        form.put("state", TestBrowser.query(TestBrowser.location(question)).getOrDefault("state", ""));
        return alice.post("/oauth2/authorize", form);
    }

    // E7, E8, B14
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "response_type||invalid_request|response_type",
                "response_type|id_token|unsupported_response_type|response_type",
                "response_mode|fragment|invalid_request|response_mode",
                "code_challenge||invalid_request|code_challenge",
                "code_challenge_method|plain|invalid_request|code_challenge_method",
                "scope|openid unheard-of|invalid_scope|scope",
                "prompt|none login|invalid_request|prompt",
                "max_age|soon|invalid_request|max_age",
                "request|e30.e30.|request_not_supported|request",
                "request_uri|https://app.example/object|request_uri_not_supported|request_uri",
                "registration|{}|registration_not_supported|registration"
            })
    @DisplayName("Each error reaches the registered redirect URI, and its description and the log name the parameter")
    void each_error_names_its_parameter(
            String parameter, @Nullable String value, String error, String named, CapturedOutput output) {
        int before = output.length();
        for (String mode : List.of("query", "form_post")) {
            Map<String, String> answer = answer(
                    parameter.equals("response_mode")
                            ? authorize(alice, parameter, value)
                            : authorize(alice, "response_mode", mode, parameter, value));

            assertThat(answer)
                    .containsEntry("error", error)
                    .containsEntry("iss", ISSUER)
                    .doesNotContainKey("code");
            assertThat(answer.get("error_description"))
                    .startsWith(named + " ")
                    .matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
        }
        assertThat(output.subSequence(before, output.length()).toString())
                .contains("authorization request refused: error=" + error + " client='shop' parameter='" + named + "'");
    }

    // E8
    @Test
    @DisplayName(
            "The defaults of a client library that asks for an ID token by form_post get an error in words, by form_post")
    void the_implicit_flow_is_refused_in_words() {
        var page = authorize(alice, "response_type", "id_token", "response_mode", "form_post", "code_challenge", null);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(answer(page))
                .containsEntry("error", "unsupported_response_type")
                .containsEntry("error_description", "response_type must be code");
    }

    // C3, D9
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client_id|shopp|unknown-client|We do not know this app|client='shopp'",
                "client_id||missing-client|did not say which app it is|client=''",
                "redirect_uri||missing-redirect-uri|where to send you back|client='shop'",
                "redirect_uri|http://localhost:8080/login/oauth2/code/exeunt/|unregistered-redirect-uri|that is not registered"
                        + "|registered_nearly_the_same='http://localhost:8080/login/oauth2/code/exeunt'",
                "redirect_uri|https://evil.example/?token=s3cret|unregistered-redirect-uri|that is not registered"
                        + "|redirect_uri='https://evil.example/?...'"
            })
    @DisplayName("A request that cannot be answered to a client gets a page that says why, and one line in the log")
    void a_page_says_what_is_wrong(
            String parameter,
            @Nullable String value,
            String cause,
            String words,
            String logged,
            CapturedOutput output) {
        int before = output.length();

        var page = authorize(alice, parameter, value);
        var program = new TestBrowser(server).get(url(parameter, value), "Accept", "application/json");

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.headers().firstValue("Location")).isEmpty();
        assertThat(page.body()).contains(words).doesNotContain("evil.example", "shopp", "nearly_the_same");
        assertThat(program.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(program, "detail")).endsWith(".");
        List<String> lines = output.subSequence(before, output.length())
                .toString()
                .lines()
                .filter(line -> line.contains("WARN"))
                .toList();
        assertThat(lines)
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line).contains("cause=" + cause, logged).doesNotContain("s3cret"));
    }

    // C3
    @Test
    @DisplayName("What an unknown client sends cannot forge a line of the log")
    void a_log_line_cannot_be_forged(CapturedOutput output) {
        authorize(alice, "client_id", "x' y\nERROR forged\u2028" + "z".repeat(300));

        assertThat(output.toString().lines()).noneMatch(line -> line.startsWith("ERROR forged"));
        assertThat(output.toString()).contains("client='x? y?ERROR forged?zzz").doesNotContain("z".repeat(201));
    }

    // C3
    @Test
    @DisplayName("The answer to a consent page that is no longer open gets a page that says so")
    void an_old_consent_page() {
        var answer = alice.post("/oauth2/authorize", Map.of("client_id", "news", "state", "x", "scope", "profile"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("This question is no longer open");
    }

    // A14, B14, C6
    @Test
    @DisplayName("Both metadata documents say which answers there are")
    void metadata_says_so() {
        for (String document : List.of("openid-configuration", "oauth-authorization-server")) {
            assertThat(TestClient.json(new TestBrowser(server).get("/.well-known/" + document)))
                    .as(document)
                    .containsEntry("authorization_response_iss_parameter_supported", true)
                    .containsEntry("response_modes_supported", List.of("query", "form_post"));
        }
        assertThat(TestClient.json(new TestBrowser(server).get("/.well-known/openid-configuration")))
                .containsEntry("acr_values_supported", List.of("pwd"));
    }

    // C6
    @Test
    @DisplayName("ID tokens say how the person signed in, whatever acr_values asked for, and after a refresh too")
    void id_tokens_say_how_the_person_signed_in() {
        Tokens tokens = Tokens.of(TestClient.SHOP.redeem(
                server, TestClient.code(authorize(alice, "acr_values", "pwd urn:something:stronger"))));
        Tokens refreshed = Tokens.of(TestClient.SHOP.refresh(server, tokens.refresh()));

        for (Tokens each : List.of(tokens, refreshed)) {
            assertThat(TestClient.claims(each.id())).containsEntry("acr", "pwd").containsEntry("amr", List.of("pwd"));
        }
    }

    // C4
    @Test
    @DisplayName("The challenge of userinfo names no document that does not exist")
    void the_challenge_names_no_missing_document() {
        for (String[] token : new String[][] {{}, {"Authorization", "Bearer unknown"}}) {
            var answer = new TestBrowser(server).get("/userinfo", token);

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(TestBrowser.header(answer, "WWW-Authenticate"))
                    .startsWith("Bearer")
                    .doesNotContain("resource_metadata");
        }
    }

    // C1
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Accept|*/*",
                "Accept|",
                "Accept|application/json",
                "Accept|image/webp",
                "X-Requested-With|com.example.webview",
                "Sec-Fetch-Dest|"
            })
    @DisplayName("A person who has to sign in gets the sign-in page and comes back, whatever other headers say")
    void a_person_gets_the_sign_in_page(String header, @Nullable String value) {
        var nobody = new TestBrowser(server);

        var asked = nobody.get(url(), header, value == null ? "" : value);
        var page = nobody.get(TestBrowser.location(asked));
        var signedIn = nobody.post("/login", TestBrowser.signInForm(page, "alice"));
        var back = nobody.get(TestBrowser.location(signedIn));

        assertThat(TestBrowser.location(asked)).startsWith("/login");
        assertThat(TestBrowser.location(back)).startsWith(CALLBACK + "?code=");
        var device = nobody.copyFor(server);
        device.cookies().clear();
        assertThat(TestBrowser.location(device.get("/activate", "Accept", "text/html")))
                .startsWith("/login");
    }

    // C1
    @ParameterizedTest
    @CsvSource({"Sec-Fetch-Mode,cors", "Sec-Fetch-Mode,no-cors", "X-Requested-With,XMLHttpRequest"})
    @DisplayName("What a script or a tag loads gets 401 instead of the sign-in page, and no browser session")
    void a_script_gets_401(String header, String value) {
        var script = new TestBrowser(server);

        assertThat(script.get(url(), header, value).statusCode()).isEqualTo(401);
        assertThat(script.sessionCookie()).isEmpty();
    }

    private String url(@Nullable String... changed) {
        Map<String, String> request = TestClient.SHOP.authorizationRequest("openid");
        for (int index = 0; index < changed.length; index += 2) {
            String name = Objects.requireNonNull(changed[index]);
            String value = changed[index + 1];
            if (value == null) {
                request.remove(name);
            } else {
                request.put(name, value);
            }
        }
        return "/oauth2/authorize?" + TestBrowser.form(request);
    }

    private HttpResponse<String> authorize(TestBrowser browser, @Nullable String... changed) {
        return browser.get(url(changed));
    }

    /** The parameters of an answer, in whichever mode it came. */
    static Map<String, String> answer(HttpResponse<String> response) {
        if (response.statusCode() == 302) {
            return TestBrowser.query(TestBrowser.location(response));
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher field = Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")
                .matcher(response.body());
        while (field.find()) {
            fields.put(field.group(1), HtmlUtils.htmlUnescape(field.group(2)));
        }
        return fields;
    }
}
