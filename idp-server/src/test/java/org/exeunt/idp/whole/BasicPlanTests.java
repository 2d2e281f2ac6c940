package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The modules of the OpenID Foundation's plan {@code oidcc-basic-certification-test-plan}, each by its name. */
@TestInstance(Lifecycle.PER_CLASS)
@OnWebTestDatabases
class BasicPlanTests {

    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    @Parameter
    private TestDatabase database;

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(database.freshUrl(), ConformanceSuite.settings());
    }

    @AfterEach
    void putTheClockBack() {
        server.clock().setAheadBy(Duration.ZERO);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    @Test
    @DisplayName(
            "oidcc-server: a sign-in on the way, the state back, tokens that nobody caches, an ID token with what was sent")
    void the_code_flow_works() {
        var nobody = new TestBrowser(server);

        var back = signInOnTheWay(nobody, ConformanceSuite.FIRST.authorize(nobody), "alice");
        var answer = ConformanceSuite.FIRST.redeem(server, TestClient.code(back));
        Map<String, Object> claims = TestClient.claims(Tokens.of(answer).id());

        assertThat(TestBrowser.location(back)).startsWith(ConformanceSuite.CALLBACK + "?");
        assertThat(TestBrowser.query(TestBrowser.location(back))).containsOnlyKeys("code", "state", "iss");
        assertThat(TestBrowser.query(TestBrowser.location(back)).get("state")).isEqualTo("the state/ü");
        assertThat(TestBrowser.header(answer, "Cache-Control")).contains("no-store");
        assertThat(TestClient.json(answer))
                .containsEntry("token_type", "Bearer")
                .containsKey("expires_in");
        assertThat(claims)
                .containsEntry("iss", "http://localhost:9000")
                .containsEntry("aud", "suite")
                .containsEntry("nonce", "the nonce")
                .containsKeys("sub", "exp", "iat", "auth_time", "sid")
                .doesNotContainKeys("name", "email");
    }

    @Test
    @DisplayName("oidcc-response-type-missing: the client is told")
    void a_request_needs_a_response_type() {
        Map<String, String> request = ConformanceSuite.FIRST.request();
        request.remove("response_type");

        var answer = new TestBrowser(server).get("/oauth2/authorize?" + TestBrowser.form(request));

        assertThatItIsRefused(answer, "invalid_request");
    }

    @Test
    @DisplayName("oidcc-idtoken-signature, oidcc-idtoken-unsigned: RS256 with a published key, and never none")
    void id_tokens_are_signed_with_a_published_key() throws ParseException, JOSEException {
        var nobody = new TestBrowser(server);
        var idToken = SignedJWT.parse(ConformanceSuite.FIRST
                .tokens(server, TestBrowser.signedIn(server, "alice"))
                .id());

        JWKSet published = JWKSet.parse(nobody.get("/oauth2/jwks").body());
        var metadata = TestClient.json(nobody.get("/.well-known/openid-configuration"));

        var key = Objects.requireNonNull(
                published.getKeyByKeyId(idToken.getHeader().getKeyID()));
        assertThat(idToken.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        assertThat(idToken.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
        assertThat(key.isPrivate()).isFalse();
        assertThat(metadata).containsEntry("id_token_signing_alg_values_supported", List.of("RS256"));
    }

    @Test
    @DisplayName("oidcc-userinfo-get, oidcc-userinfo-post-header, oidcc-userinfo-post-body: the same each time")
    void userinfo_is_asked_in_three_ways() {
        var alice = TestBrowser.signedIn(server, "alice");
        var tokens = ConformanceSuite.FIRST.tokens(server, alice);
        var program = new TestBrowser(server);
        String bearer = "Bearer " + tokens.access();

        var get = program.get("/userinfo", "Authorization", bearer);
        var postHeader = program.post("/userinfo", "", "Authorization", bearer);
        var postBody = program.post("/userinfo", Map.of("access_token", tokens.access()));
        var inTheAddress = program.get("/userinfo?access_token=" + tokens.access());

        assertThat(TestClient.json(get))
                .containsEntry("sub", TestClient.claims(tokens.id()).get("sub"));
        for (var answer : List.of(get, postHeader, postBody)) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(TestBrowser.header(answer, "Content-Type")).startsWith("application/json");
            assertThat(answer.body()).isEqualTo(get.body());
        }
        assertThat(inTheAddress.statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("oidcc-ensure-request-without-nonce-succeeds-for-code-flow: and no nonce comes back")
    void a_nonce_is_not_needed() {
        Map<String, String> request = ConformanceSuite.FIRST.request();
        request.remove("nonce");

        var code = TestClient.code(
                TestBrowser.signedIn(server, "alice").get("/oauth2/authorize?" + TestBrowser.form(request)));

        assertThat(TestClient.claims(
                        Tokens.of(ConformanceSuite.FIRST.redeem(server, code)).id()))
                .doesNotContainKey("nonce");
    }

    @ParameterizedTest
    @CsvSource({
        "openid,''",
        "openid profile,name given_name family_name middle_name nickname preferred_username profile picture website gender"
                + " birthdate zoneinfo locale updated_at",
        "openid email,email email_verified",
        "openid address,address",
        "openid phone,phone_number phone_number_verified",
        "phone address email profile openid,name given_name family_name middle_name nickname preferred_username profile"
                + " picture website gender birthdate zoneinfo locale updated_at email email_verified address phone_number"
                + " phone_number_verified"
    })
    @DisplayName(
            "oidcc-scope-profile, -email, -address, -phone, -all, oidcc-alternate-happy-flow: the claims of the scopes,"
                    + " whatever their order, and no others")
    void each_scope_has_its_claims(String scope, String expected) {
        var tokens = ConformanceSuite.FIRST.tokens(server, TestBrowser.signedIn(server, "alice"), "scope", scope);

        Map<String, Object> claims = userinfo(tokens);

        Set<String> names = expected.isEmpty() ? Set.of() : Set.of(expected.split(" "));
        assertThat(claims.keySet()).containsAll(names).hasSize(names.size() + 1).contains("sub");
    }

    @Test
    @DisplayName("OIDCC-5.1: claims have the types of the specification; what is not known of a person is left out")
    void claims_have_the_types_of_the_specification() {
        String everything = "openid profile email address phone";
        var alice = userinfo(
                ConformanceSuite.FIRST.tokens(server, TestBrowser.signedIn(server, "alice"), "scope", everything));
        var bob = userinfo(
                ConformanceSuite.FIRST.tokens(server, TestBrowser.signedIn(server, "bob"), "scope", everything));

        assertThat(alice)
                .containsEntry("name", "Alice Adams")
                .containsEntry("given_name", "Alice")
                .containsEntry("birthdate", "1990-05-17")
                .containsEntry("zoneinfo", "Europe/Oslo")
                .containsEntry("locale", "en-GB")
                .containsEntry("email_verified", true)
                .containsEntry("phone_number_verified", true)
                .containsEntry("phone_number", "+4723456789")
                .containsEntry("website", "https://alice.example")
                .containsEntry(
                        "address",
                        Map.of(
                                "formatted",
                                "Storgata 1\n0155 Oslo\nNorway",
                                "street_address",
                                "Storgata 1",
                                "locality",
                                "Oslo",
                                "region",
                                "Oslo",
                                "postal_code",
                                "0155",
                                "country",
                                "Norway"));
        assertThat(((Number) Objects.requireNonNull(alice.get("updated_at"))).longValue())
                .isBetween(
                        Instant.now().minusSeconds(3600).getEpochSecond(),
                        Instant.now().getEpochSecond() + 1);
        assertThat(bob)
                .containsEntry("locale", "nb-NO")
                .doesNotContainKeys("address", "phone_number", "phone_number_verified", "birthdate", "website");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "display|page",
                "display|popup",
                "foo|bar",
                "ui_locales|se",
                "ui_locales|nb-NO en",
                "claims_locales|se",
                "acr_values|1 2",
                "login_hint|alice",
                "claims|{\"userinfo\":{\"name\":{\"essential\":true}}}",
                "claims|not json",
                "response_mode|query",
                "max_age|10000",
                "request|",
                "request_uri|"
            })
    @DisplayName(
            "oidcc-display-page, -popup, oidcc-ui-locales, oidcc-claims-locales, oidcc-login-hint, oidcc-claims-essential,"
                    + " oidcc-ensure-request-with-unknown-parameter-succeeds, -with-acr-values-succeeds: wishes do not hinder")
    void wishes_do_not_hinder(String parameter, @Nullable String value) {
        var nobody = new TestBrowser(server);

        var back = signInOnTheWay(
                nobody, ConformanceSuite.FIRST.authorize(nobody, parameter, value == null ? "" : value), "alice");

        assertThat(Tokens.of(ConformanceSuite.FIRST.redeem(server, TestClient.code(back)))
                        .sid())
                .hasSize(22);
    }

    @Test
    @DisplayName("oidcc-login-hint, oidcc-ui-locales: the sign-in page has the name filled in, and the language")
    void the_sign_in_page_knows_what_was_hinted() {
        var nobody = new TestBrowser(server);

        var page = nobody.get(TestBrowser.location(
                ConformanceSuite.FIRST.authorize(nobody, "login_hint", "bøb+1@example.com", "ui_locales", "nb")));

        assertThat(page.body()).contains("value=\"bøb+1@example.com\"", "lang=\"nb\"");
        for (String noName : List.of("x".repeat(101), "\"><b>xxx", "xxx, your account is locked")) {
            var bare = nobody.get(TestBrowser.location(ConformanceSuite.FIRST.authorize(nobody, "login_hint", noName)));

            assertThat(bare.body()).contains("name=\"username\"").doesNotContain("xxx");
        }
    }

    @Test
    @DisplayName("oidcc-prompt-login: the person proves again who they are; auth_time is later, the session the same")
    void prompt_login_asks_again() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens before = ConformanceSuite.FIRST.tokens(server, alice);
        server.clock().setAheadBy(Duration.ofSeconds(3));

        var asked = ConformanceSuite.FIRST.authorize(alice, "prompt", "login");
        boolean stillSignedIn = alice.isSignedIn();
        Tokens after = Tokens.of(
                ConformanceSuite.FIRST.redeem(server, TestClient.code(signInOnTheWay(alice, asked, "alice"))));

        assertThat(stillSignedIn).isTrue();
        assertThat(authTime(after)).isGreaterThan(authTime(before));
        assertThat(after.sid()).isEqualTo(before.sid());
        assertThat(TestClient.claims(after.id()))
                .containsEntry("sub", TestClient.claims(before.id()).get("sub"));
        assertThat(TestClient.isAccepted(server, before.access())).isTrue();
        alice.get("/logout?client_id=shop");
        assertThat(TestClient.isAccepted(server, before.access())).isFalse();
        assertThat(TestClient.isAccepted(server, after.access())).isFalse();
    }

    @Test
    @DisplayName(
            "prompt=login, and somebody else signs in: the session before ends with all its tokens, nobody's goes on")
    void prompt_login_may_switch_the_user() {
        var browser = TestBrowser.signedIn(server, "alice");
        Tokens alices = ConformanceSuite.FIRST.tokens(server, browser);

        var asked = ConformanceSuite.FIRST.authorize(browser, "prompt", "login");
        Tokens bobs = Tokens.of(
                ConformanceSuite.FIRST.redeem(server, TestClient.code(signInOnTheWay(browser, asked, "bob"))));

        assertThat(bobs.sid()).isNotEqualTo(alices.sid());
        assertThat(TestClient.isAccepted(server, alices.access())).isFalse();
        assertThat(ConformanceSuite.FIRST
                        .call(server, Map.of("grant_type", "refresh_token", "refresh_token", alices.refresh()))
                        .body())
                .contains("invalid_grant");
        assertThat(server.jdbc()
                        .sql("select end_reason from sso_session where sid = :sid")
                        .param("sid", alices.sid())
                        .query(String.class)
                        .single())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"login", "select_account", "login consent", "consent login select_account"})
    @DisplayName("prompts that want a sign-in are asked for once, and not again after it")
    void a_prompt_is_obeyed_once(String prompt) {
        var alice = TestBrowser.signedIn(server, "alice");

        var back = signInOnTheWay(alice, ConformanceSuite.FIRST.authorize(alice, "prompt", prompt), "alice");

        assertThat(TestBrowser.location(back)).contains("code=");
    }

    @Test
    @DisplayName("oidcc-prompt-none-not-logged-in: login_required, with the state, and no page")
    void prompt_none_without_a_session_is_refused() {
        assertThatItIsRefused(
                ConformanceSuite.FIRST.authorize(new TestBrowser(server), "prompt", "none"), "login_required");
    }

    @Test
    @DisplayName("oidcc-prompt-none-logged-in: the same person and auth_time, without a page")
    void prompt_none_with_a_session_shows_nothing() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens first = ConformanceSuite.FIRST.tokens(server, alice);
        server.clock().setAheadBy(Duration.ofSeconds(3));

        Tokens second = ConformanceSuite.FIRST.tokens(server, alice, "prompt", "none");

        assertThat(TestClient.claims(second.id()))
                .containsEntry("sub", TestClient.claims(first.id()).get("sub"));
        assertThat(authTime(second)).isEqualTo(authTime(first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none login", "none consent", "none select_account"})
    @DisplayName("OIDCC-3.1.2.1: none and something else is an error")
    void none_goes_with_nothing_else(String prompt) {
        assertThatItIsRefused(
                ConformanceSuite.FIRST.authorize(TestBrowser.signedIn(server, "alice"), "prompt", prompt),
                "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0"})
    @DisplayName("oidcc-max-age-1: who signed in longer ago does so again; with prompt=none it is login_required")
    void an_old_sign_in_fails_max_age(String maxAge) {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens before = ConformanceSuite.FIRST.tokens(server, alice);
        server.clock().setAheadBy(Duration.ofSeconds(3));

        var silent = ConformanceSuite.FIRST.authorize(alice, "max_age", maxAge, "prompt", "none");
        var back = signInOnTheWay(alice, ConformanceSuite.FIRST.authorize(alice, "max_age", maxAge), "alice");
        Tokens after = Tokens.of(ConformanceSuite.FIRST.redeem(server, TestClient.code(back)));

        assertThatItIsRefused(silent, "login_required");
        assertThat(authTime(after)).isGreaterThan(authTime(before));
        assertThat(after.sid()).isEqualTo(before.sid());
    }

    @Test
    @DisplayName("oidcc-max-age-10000: who signed in more recently is not asked, and auth_time says when that was")
    void a_recent_sign_in_satisfies_max_age() {
        var alice = TestBrowser.signedIn(server, "alice");
        Tokens before = ConformanceSuite.FIRST.tokens(server, alice);
        server.clock().setAheadBy(Duration.ofSeconds(3));

        Tokens after = ConformanceSuite.FIRST.tokens(server, alice, "max_age", "10000");

        assertThat(authTime(after)).isEqualTo(authTime(before));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", "1.5", "99999999999999999999"})
    @DisplayName("OIDCC-3.1.2.1: a max_age that is no number of seconds is an error")
    void a_max_age_is_a_number(String maxAge) {
        assertThatItIsRefused(
                ConformanceSuite.FIRST.authorize(TestBrowser.signedIn(server, "alice"), "max_age", maxAge),
                "invalid_request");
    }

    @Test
    @DisplayName("oidcc-id-token-hint: the person of the hint goes on without a page; anybody else is not let through")
    void a_hint_says_who_it_has_to_be() {
        var alice = TestBrowser.signedIn(server, "alice");
        var bob = TestBrowser.signedIn(server, "bob");
        String alices = ConformanceSuite.FIRST.tokens(server, alice).id();

        var same = ConformanceSuite.FIRST.authorize(alice, "prompt", "none", "id_token_hint", alices);
        var silent = ConformanceSuite.FIRST.authorize(bob, "prompt", "none", "id_token_hint", alices);
        var asked = ConformanceSuite.FIRST.authorize(bob, "id_token_hint", alices);
        var worthless = ConformanceSuite.FIRST.authorize(bob, "prompt", "none", "id_token_hint", alices + "x");

        assertThat(TestBrowser.location(same)).contains("code=");
        assertThatItIsRefused(silent, "login_required");
        assertThat(TestBrowser.location(asked)).startsWith("/login");
        assertThat(TestBrowser.location(worthless)).contains("code=");
        assertThat(TestBrowser.location(signInOnTheWay(bob, asked, "alice"))).contains("code=");
        assertThat(server.column("oauth2_authorization", "request")).noneMatch(request -> request.contains("eyJ"));
    }

    @ParameterizedTest
    @CsvSource({"GET,nobody", "GET,bob", "POST,nobody", "POST,bob"})
    @DisplayName(
            "OIDCC-3.1.2.1: whoever signs in instead of the person of the hint is not let through, and stays signed in")
    void another_user_than_the_hint_names_signs_in(String method, String before) {
        String alices = ConformanceSuite.FIRST
                .tokens(server, TestBrowser.signedIn(server, "alice"))
                .id();
        var browser = before.equals("nobody") ? new TestBrowser(server) : TestBrowser.signedIn(server, before);

        var back = signInOnTheWay(browser, hinted(method, browser, alices), "bob");

        assertThatItIsRefused(back, "login_required");
        assertThat(browser.isSignedIn()).isTrue();
        assertThat(TestBrowser.location(ConformanceSuite.FIRST.authorize(browser)))
                .contains("code=");
    }

    @ParameterizedTest
    @CsvSource({"GET,nobody", "GET,bob", "POST,nobody", "POST,bob"})
    @DisplayName("OIDCC-3.1.2.1: the person of the hint signs in and goes on; of the hint nothing is kept")
    void the_person_of_the_hint_signs_in(String method, String before) {
        Tokens alices = ConformanceSuite.FIRST.tokens(server, TestBrowser.signedIn(server, "alice"));
        var browser = before.equals("nobody") ? new TestBrowser(server) : TestBrowser.signedIn(server, before);

        var asked = hinted(method, browser, alices.id());
        List<String> kept = server.column("spring_session_attributes", "attribute_bytes");
        var back = signInOnTheWay(browser, asked, "alice");

        Tokens issued = Tokens.of(ConformanceSuite.FIRST.redeem(server, TestClient.code(back)));
        assertThat(TestClient.claims(issued.id()).get("sub"))
                .isEqualTo(TestClient.claims(alices.id()).get("sub"));
        assertThat(kept).noneMatch(bytes -> bytes.contains("eyJ"));
        assertThat(server.column("oauth2_authorization", "request")).noneMatch(request -> request.contains("eyJ"));
    }

    @Test
    @DisplayName("OIDCC-3.1.2.1: a hint in one tab demands nothing of another tab's request")
    void a_hint_in_one_tab_is_not_one_in_another() {
        String alices = ConformanceSuite.FIRST
                .tokens(server, TestBrowser.signedIn(server, "alice"))
                .id();
        var browser = new TestBrowser(server);

        browser.get(TestBrowser.location(ConformanceSuite.FIRST.authorize(browser, "id_token_hint", alices)));
        var back = signInOnTheWay(browser, ConformanceSuite.FIRST.authorize(browser), "bob");

        assertThat(TestBrowser.location(back)).contains("code=");
    }

    private static HttpResponse<String> hinted(String method, TestBrowser browser, String hint) {
        if (method.equals("GET")) {
            return ConformanceSuite.FIRST.authorize(browser, "id_token_hint", hint);
        }
        var sentOn = browser.post("/oauth2/authorize", ConformanceSuite.FIRST.request("id_token_hint", hint));
        return browser.get(TestBrowser.location(sentOn));
    }

    @Test
    @DisplayName("oidcc-codereuse, oidcc-codereuse-30seconds: invalid_grant, and what was issued for it is dead")
    void a_code_is_good_once() {
        String code = TestClient.code(ConformanceSuite.FIRST.authorize(TestBrowser.signedIn(server, "alice")));
        Tokens tokens = Tokens.of(ConformanceSuite.FIRST.redeem(server, code));
        int before = TestClient.userinfo(server, tokens.access());
        server.clock().setAheadBy(Duration.ofSeconds(30));

        var again = ConformanceSuite.FIRST.redeem(server, code);

        assertThat(before).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(again)).containsEntry("error", "invalid_grant");
        assertThat(TestClient.userinfo(server, tokens.access())).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://suite.example/test/a/exeunt/callback/more",
                "https://suite.example/test/a/exeunt/callback?dummy=1",
                "https://evil.example/",
                ""
            })
    @DisplayName("oidcc-ensure-registered-redirect-uri: a page that says so, and nobody is sent anywhere")
    void an_unregistered_redirect_uri_is_not_used(String redirectUri) {
        for (var browser : List.of(new TestBrowser(server), TestBrowser.signedIn(server, "alice"))) {
            for (String prompt : List.of("", "none", "login")) {
                assertThatAPageSaysSo(
                        ConformanceSuite.FIRST.authorize(browser, "redirect_uri", redirectUri, "prompt", prompt));
            }
        }
    }

    @Test
    @DisplayName(
            "RFC 6749, 3.1: a repeated parameter is an error; the client is told if it is not the one that names it")
    void nothing_comes_twice() {
        var alice = TestBrowser.signedIn(server, "alice");
        String once = "/oauth2/authorize?" + TestBrowser.form(ConformanceSuite.FIRST.request());

        for (String parameter : List.of("redirect_uri", "client_id", "response_type", "scope", "state")) {
            String twice = once + "&" + parameter + "="
                    + TestBrowser.encode(ConformanceSuite.FIRST.request().getOrDefault(parameter, ""));
            var answer = alice.get(twice);

            if (List.of("redirect_uri", "client_id").contains(parameter)) {
                assertThatAPageSaysSo(answer);
            } else {
                assertThat(TestBrowser.query(TestBrowser.location(answer))).containsEntry("error", "invalid_request");
            }
        }
    }

    @Test
    @DisplayName("oidcc-ensure-post-request-succeeds: also for somebody who has to sign in first")
    void a_request_may_be_posted() {
        var nobody = new TestBrowser(server);
        var alice = TestBrowser.signedIn(server, "alice");

        var sentOn = nobody.post("/oauth2/authorize", ConformanceSuite.FIRST.request());
        var back = signInOnTheWay(nobody, nobody.get(TestBrowser.location(sentOn)), "alice");
        var known = alice.post("/oauth2/authorize", ConformanceSuite.FIRST.request());

        assertThat(sentOn.statusCode()).isEqualTo(303);
        assertThat(TestBrowser.query(TestBrowser.location(back)))
                .containsKey("code")
                .containsEntry("state", "the state/ü");
        assertThat(TestBrowser.location(alice.get(TestBrowser.location(known)))).contains("code=");
    }

    @Test
    @DisplayName("oidcc-server-client-secret-post: the secret may be in the form; a wrong one is refused")
    void the_secret_may_be_in_the_form() {
        var alice = TestBrowser.signedIn(server, "alice");
        Map<String, String> wrong =
                ConformanceSuite.FIRST.exchange(TestClient.code(ConformanceSuite.FIRST.authorize(alice)));
        wrong.putAll(Map.of("client_id", "suite", "client_secret", "the-second-secret-of-the-suite-012"));

        var right = ConformanceSuite.FIRST.callWithSecretInBody(
                server, ConformanceSuite.FIRST.exchange(TestClient.code(ConformanceSuite.FIRST.authorize(alice))));
        var refused = new TestBrowser(server).post("/oauth2/token", wrong);

        assertThat(Tokens.of(right).id()).isNotEmpty();
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(TestClient.json(refused)).containsEntry("error", "invalid_client");
    }

    @Test
    @DisplayName("oidcc-unsigned-request-object…, oidcc-request-uri-unsigned…: rejected as unsupported, with the state")
    void request_objects_are_not_supported() {
        String object =
                new PlainJWT(new JWTClaimsSet.Builder().claim("state", "inner").build()).serialize();

        for (var browser : List.of(new TestBrowser(server), TestBrowser.signedIn(server, "alice"))) {
            assertThatItIsRefused(
                    ConformanceSuite.FIRST.authorize(browser, "request", object), "request_not_supported");
            assertThatItIsRefused(
                    ConformanceSuite.FIRST.authorize(browser, "request_uri", "https://suite.example/object"),
                    "request_uri_not_supported");
            assertThatItIsRefused(
                    ConformanceSuite.FIRST.authorize(browser, "registration", "{}"), "registration_not_supported");
        }
    }

    @Test
    @DisplayName(
            "oidcc-ensure-request-object-with-redirect-uri: with a wrong redirect_uri outside, a page and no redirect")
    void a_request_object_saves_no_wrong_redirect_uri() {
        var alice = TestBrowser.signedIn(server, "alice");

        assertThatAPageSaysSo(ConformanceSuite.FIRST.authorize(
                alice, "redirect_uri", "https://evil.example/", "request", "e30.e30."));
        assertThatAPageSaysSo(ConformanceSuite.FIRST.authorize(
                alice, "redirect_uri", "https://evil.example/", "request_uri", "https://suite.example/object"));
    }

    @Test
    @DisplayName("oidcc-refresh-token: a new ID token of the same person, and of no use to another client")
    void refresh_tokens_work_for_their_client() {
        var alice = TestBrowser.signedIn(server, "alice");
        String[] offline = {"scope", "openid offline_access", "prompt", "consent"};
        Tokens first = ConformanceSuite.FIRST.tokens(server, alice, offline);
        Tokens second = ConformanceSuite.SECOND.tokens(server, alice, offline);

        Tokens refreshed = Tokens.of(refresh(ConformanceSuite.FIRST, first.refresh()));
        var stolen = refresh(ConformanceSuite.FIRST, second.refresh());

        assertThat(first.refresh()).matches("[\\x20-\\x7E]+");
        Map<String, Object> before = TestClient.claims(first.id());
        assertThat(TestClient.claims(refreshed.id()))
                .containsEntry("iss", before.get("iss"))
                .containsEntry("sub", before.get("sub"))
                .containsEntry("aud", before.get("aud"))
                .containsEntry("auth_time", before.get("auth_time"));
        assertThat(TestClient.userinfo(server, refreshed.access())).isEqualTo(200);
        assertThat(stolen.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(stolen)).containsEntry("error", "invalid_grant");
    }

    @Test
    @DisplayName(
            "oidcc-ensure-request-with-valid-pkce-succeeds: a client that need not use PKCE may, and is held to it")
    void pkce_is_kept_where_it_was_begun() {
        var alice = TestBrowser.signedIn(server, "alice");
        String[] pkce = {"code_challenge", CHALLENGE, "code_challenge_method", "S256"};

        Map<String, String> right =
                ConformanceSuite.FIRST.exchange(TestClient.code(ConformanceSuite.FIRST.authorize(alice, pkce)));
        right.put("code_verifier", VERIFIER);
        Map<String, String> without =
                ConformanceSuite.FIRST.exchange(TestClient.code(ConformanceSuite.FIRST.authorize(alice, pkce)));
        Map<String, String> downgraded =
                ConformanceSuite.FIRST.exchange(TestClient.code(ConformanceSuite.FIRST.authorize(alice)));
        downgraded.put("code_verifier", VERIFIER);

        assertThat(ConformanceSuite.FIRST.call(server, right).statusCode()).isEqualTo(200);
        assertThat(ConformanceSuite.FIRST.call(server, without).body()).contains("invalid_grant");
        assertThat(ConformanceSuite.FIRST.call(server, downgraded).body()).contains("invalid_grant");
        assertThatItIsRefused(
                ConformanceSuite.FIRST.authorize(alice, "code_challenge", VERIFIER, "code_challenge_method", "plain"),
                "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fragment", "query.jwt", "nonsense"})
    @DisplayName("a response mode that we do not speak is refused rather than answered in another way")
    void an_unsupported_response_mode_is_refused(String mode) {
        assertThatItIsRefused(
                ConformanceSuite.FIRST.authorize(TestBrowser.signedIn(server, "alice"), "response_mode", mode),
                "invalid_request");
    }

    private HttpResponse<String> refresh(ConformanceSuite client, String token) {
        return client.call(server, Map.of("grant_type", "refresh_token", "refresh_token", token));
    }

    private Map<String, Object> userinfo(Tokens tokens) {
        return TestClient.json(new TestBrowser(server).get("/userinfo", "Authorization", "Bearer " + tokens.access()));
    }

    private static long authTime(Tokens tokens) {
        return ((Number) Objects.requireNonNull(TestClient.claims(tokens.id()).get("auth_time"))).longValue();
    }

    /** From the answer that sends a browser to the sign-in page to the one that follows the sign-in. */
    private static HttpResponse<String> signInOnTheWay(
            TestBrowser browser, HttpResponse<String> asked, String username) {
        assertThat(TestBrowser.location(asked)).startsWith("/login");
        var page = browser.get(TestBrowser.location(asked));
        var signedIn = browser.post("/login", TestBrowser.signInForm(page, username));
        return browser.get(TestBrowser.location(signedIn));
    }

    private static void assertThatItIsRefused(HttpResponse<String> answer, String error) {
        assertThat(TestBrowser.location(answer)).startsWith(ConformanceSuite.CALLBACK + "?");
        assertThat(TestBrowser.query(TestBrowser.location(answer)))
                .containsEntry("error", error)
                .containsEntry("state", "the state/ü")
                .doesNotContainKey("code");
    }

    private static void assertThatAPageSaysSo(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestBrowser.location(answer)).isEmpty();
        assertThat(answer.body()).contains("<h1");
    }
}
