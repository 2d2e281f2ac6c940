package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.keys.SigningKeyCache;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which ID tokens prove to {@code /connect/logout} that the user may be signed out without a question. */
class IdTokenHintTests {

    private final RunningServer server = RunningServer.shared(TestDatabase.H2);

    private final TestBrowser alice = TestBrowser.signedIn(server, "alice");
    private final Tokens tokens = TestClient.SHOP.tokens(server, alice);

    @SuppressWarnings("NullAway.Init")
    private RSAKey serversKey;

    @SuppressWarnings("NullAway.Init")
    private JWTClaimsSet claims;

    @BeforeEach
    void readTheServersKey() throws ParseException {
        serversKey = server.bean(SigningKeyCache.class).signing();
        claims = SignedJWT.parse(tokens.id()).getJWTClaimsSet();
    }

    @Test
    @DisplayName("RPI-10: an expired one does")
    void an_expired_hint_is_as_good_as_new() throws JOSEException {
        Date longAgo = Date.from(Instant.now().minus(Duration.ofDays(400)));
        String expired = signed(new JWTClaimsSet.Builder(claims)
                .issueTime(longAgo)
                .expirationTime(longAgo)
                .build());

        assertThat(TestBrowser.location(logout(expired))).isEqualTo(TestClient.SHOP.signedOut());
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName("RPI-13: one of a clock that goes a minute fast does, one of next year does not")
    void a_hint_from_the_future_proves_nothing() throws JOSEException {
        String nextYear = issuedIn(Duration.ofDays(365));
        String nextMinute = issuedIn(Duration.ofMinutes(1));

        assertThatItProvesNothing(nextYear);
        assertThat(TestBrowser.location(logout(nextMinute))).isEqualTo(TestClient.SHOP.signedOut());
    }

    @Test
    @DisplayName(
            "RPI-08, RPI-09, SEC-11: neither another key, nor a key that it brings along, nor our public key as a secret")
    void a_hint_signed_otherwise_proves_nothing() throws JOSEException {
        RSAKey other = new RSAKeyGenerator(2048).keyID(serversKey.getKeyID()).generate();
        var withItsOwnKey = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("mine")
                .jwk(other.toPublicJWK())
                .build();
        var symmetric = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .keyID(serversKey.getKeyID())
                .build();

        assertThatItProvesNothing(signed(header("JWT"), claims, new RSASSASigner(other)));
        assertThatItProvesNothing(signed(withItsOwnKey, claims, new RSASSASigner(other)));
        assertThatItProvesNothing(signed(
                symmetric, claims, new MACSigner(serversKey.toRSAPublicKey().getEncoded())));
    }

    @Test
    @DisplayName("RPI-05, CVE-23: one of another issuer does not")
    void a_hint_of_another_issuer_proves_nothing() throws JOSEException {
        assertThatItProvesNothing(signed(
                new JWTClaimsSet.Builder(claims).issuer("https://evil.example").build()));
        assertThatItProvesNothing(
                signed(new JWTClaimsSet.Builder(claims).issuer(null).build()));
    }

    @Test
    @DisplayName("RPI-61, CVE-02, SEC-11: what we signed for another purpose does not")
    void a_token_that_is_no_id_token_proves_nothing() throws JOSEException {
        var signer = new RSASSASigner(serversKey);
        var withEvents = new JWTClaimsSet.Builder(claims)
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()))
                .build();

        for (String type : List.of("logout+jwt", "at+jwt", "secevent+jwt", "token-introspection+jwt")) {
            assertThatItProvesNothing(signed(header(type), claims, signer));
        }
        assertThatItProvesNothing(signed(withEvents));
        assertThatItProvesNothing(tokens.access());
        assertThatItProvesNothing(tokens.refresh());
        assertThatItProvesNothing(tokens.sid());
    }

    @Test
    @DisplayName("RAC-06, RPI-12, RPI-15: one of the session before does not")
    void a_hint_of_the_session_before_asks() {
        alice.get("/logout?client_id=shop");
        alice.signIn("alice");

        assertThatItProvesNothing(tokens.id());
    }

    @Test
    @DisplayName("RPI-19, RPI-20: one of several audiences names the authorized party")
    void of_several_audiences_the_authorized_party_counts() throws JOSEException {
        var several = new JWTClaimsSet.Builder(claims).audience(List.of("news", "shop"));
        String ofShop = signed(several.claim("azp", "shop").build());
        String ofMobile = signed(several.claim("azp", "mobile").build());

        HttpResponse<String> disagreeing = alice.get("/connect/logout?client_id=shop&id_token_hint=" + ofMobile);

        assertThat(disagreeing.statusCode()).isEqualTo(400);
        assertThat(alice.isSignedIn()).isTrue();
        assertThat(TestBrowser.location(logout(ofShop))).isEqualTo(TestClient.SHOP.signedOut());
    }

    // F8
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"aud\":[null]",
                "\"aud\":null",
                "\"aud\":[]",
                "\"aud\":[[\"shop\"]]",
                "\"aud\":{}",
                "\"aud\":42",
                "\"aud\":\"\"",
                "\"aud\":[\"shop\",null],\"azp\":\"shop\"",
                "\"aud\":\"shop\",\"sub\":42",
                "\"aud\":\"shop\",\"sub\":null",
                "\"aud\":\"shop\",\"sid\":{}",
                "\"aud\":\"shop\",\"iat\":\"now\"",
                "\"aud\":[\"shop\",\"news\"],\"azp\":[]"
            })
    @DisplayName("One whose claims have other types than an ID token's proves nothing, and breaks nothing")
    void a_hint_with_claims_of_other_types_proves_nothing(String damaged) throws JOSEException {
        String claim = "{\"iss\":\"" + claims.getIssuer() + "\",\"sub\":\"" + claims.getSubject() + "\",\"iat\":1,"
                + damaged + "}";
        var jws = new JWSObject(header("JWT"), new Payload(claim));
        jws.sign(new RSASSASigner(serversKey));

        assertThatItProvesNothing(jws.serialize());
    }

    // F8
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s.%s.%s=",
                "%s.%s.%s==",
                "%s.%s.%s%%0A",
                "%s.%s.%s%%20",
                "%%20%s.%s.%s",
                "%s.%s%%20.%s",
                "%s=.%s.%s"
            })
    @DisplayName("One that is not spelled exactly as we wrote it proves nothing")
    void a_hint_in_another_spelling_proves_nothing(String spelling) {
        String[] parts = tokens.id().split("\\.");

        HttpResponse<String> answer = logout(spelling.formatted((Object[]) parts));

        assertThat(TestBrowser.location(answer)).isEmpty();
        assertThat(answer.statusCode()).isIn(200, 400);
        assertThat(answer.body()).contains("name=\"confirmation\"");
        assertThat(alice.isSignedIn()).isTrue();
    }

    // F8
    @Test
    @DisplayName("One whose last character differs only in bits that are not decoded proves nothing")
    void a_hint_with_other_unused_bits_proves_nothing() {
        String hint = tokens.id();
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(hint.charAt(hint.length() - 1));

        assertThatItProvesNothing(hint.substring(0, hint.length() - 1) + alphabet.charAt(last ^ 1));
    }

    // B12
    @ParameterizedTest
    @ValueSource(strings = {"/logout", "/connect/logout"})
    @DisplayName("A program without the browser's cookie hears that the session lives on, and how programs end it")
    void a_program_hears_that_the_session_lives_on(String path) {
        String request = "GET " + path + "?id_token_hint=" + tokens.id() + "&post_logout_redirect_uri="
                + TestClient.SHOP.signedOut();

        var answer = RawHttp.send(server.port(), request, "", "Accept", "*/*");
        boolean stillThere = alice.isSignedIn();
        var page = new TestBrowser(server).get("/logout?id_token_hint=" + tokens.id());
        alice.get("/logout?client_id=shop");
        var afterwards = RawHttp.send(server.port(), request, "", "Accept", "*/*");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type").getFirst()).startsWith("application/problem+json");
        assertThat(answer.body()).contains("/problems/no-browser", "/login/refresh/invalidate", "/api/admin");
        assertThat(stillThere).isTrue();
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("goes on in another browser").doesNotContain("already signed out");
        assertThat(afterwards.status()).isEqualTo(303);
    }

    // B12
    @ParameterizedTest
    @CsvSource({
        "Accept, 'text/html,application/xhtml+xml,*/*;q=0.8'",
        "Sec-Fetch-Mode, navigate",
        "Origin, http://localhost:8080",
        "Cookie, a=b"
    })
    @DisplayName("Whatever may be a browser is sent on as before")
    void what_may_be_a_browser_is_sent_on(String header, String value) {
        String request = "GET /connect/logout?id_token_hint=" + tokens.id() + "&post_logout_redirect_uri="
                + TestClient.SHOP.signedOut();

        var answer = RawHttp.send(server.port(), request, "", "Accept", "*/*", header, value);

        assertThat(answer.location()).isEqualTo(TestClient.SHOP.signedOut());
    }

    private void assertThatItProvesNothing(String hint) {
        HttpResponse<String> answer = logout(hint);

        assertThat(TestBrowser.location(answer)).isEmpty();
        assertThat(answer.body()).contains("name=\"confirmation\"");
        assertThat(alice.isSignedIn()).isTrue();
    }

    private HttpResponse<String> logout(String hint) {
        return alice.get(
                "/connect/logout?post_logout_redirect_uri=" + TestClient.SHOP.signedOut() + "&id_token_hint=" + hint);
    }

    private String issuedIn(Duration duration) throws JOSEException {
        return signed(new JWTClaimsSet.Builder(claims)
                .issueTime(Date.from(Instant.now().plus(duration)))
                .build());
    }

    private String signed(JWTClaimsSet content) throws JOSEException {
        return signed(header("JWT"), content, new RSASSASigner(serversKey));
    }

    private JWSHeader header(String type) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType(type))
                .keyID(serversKey.getKeyID())
                .build();
    }

    private static String signed(JWSHeader header, JWTClaimsSet content, JWSSigner signer) throws JOSEException {
        var jwt = new SignedJWT(header, content);
        jwt.sign(signer);
        return jwt.serialize();
    }
}
