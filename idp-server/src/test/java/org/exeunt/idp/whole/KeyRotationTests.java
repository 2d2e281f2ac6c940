package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import org.exeunt.idp.keys.SigningKeyCache;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Signing keys get successors; what the old ones signed stays proven. */
@OnEachDatabase
class KeyRotationTests {

    private static final Duration TOO_OLD = Duration.ofMinutes(30);
    private static final Duration PUBLISHED_LONG_ENOUGH = Duration.ofMinutes(40);

    private final String database;
    private final RunningServer server;

    KeyRotationTests(TestDatabase kind) {
        database = kind.freshUrl();
        server = start();
    }

    private RunningServer start() {
        return RunningServer.start(database, "--exeunt.keys.rotate-after=30m", "--exeunt.keys.publish-before-use=10m");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName(
            "MET-13, RPI-11: a new key is published before it signs, and a hint signed by the old one still signs out")
    void a_new_key_takes_over_and_the_old_one_still_proves() throws ParseException {
        String first = onlyKey();
        TestBrowser alice = TestBrowser.signedIn(server, "alice");
        Tokens before = TestClient.SHOP.tokens(server, alice);

        renewAfter(TOO_OLD);

        assertThat(published(server)).hasSize(2).startsWith(first);
        assertThat(signedBy(TestClient.NEWS.tokens(server, alice))).isEqualTo(first);

        renewAfter(PUBLISHED_LONG_ENOUGH);

        assertThat(published(server))
                .hasSize(2)
                .startsWith(first)
                .endsWith(signedBy(TestClient.NEWS.tokens(server, alice)));
        assertThat(signedBy(before)).isEqualTo(first);
        alice.get("/connect/logout?id_token_hint=" + before.id());
        assertThat(alice.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName(
            "Of two nodes that notice it at once one makes the new key, and both sign with it from the same moment")
    void several_nodes_agree() throws ParseException {
        try (var other = start()) {
            for (RunningServer node : List.of(server, other)) {
                node.clock().setAheadBy(TOO_OLD);
            }
            server.bean(SigningKeyCache.class).renew();
            other.bean(SigningKeyCache.class).renew();

            assertThat(published(other)).hasSize(2).isEqualTo(published(server));

            for (RunningServer node : List.of(server, other)) {
                node.clock().setAheadBy(PUBLISHED_LONG_ENOUGH);
                TestBrowser alice = TestBrowser.signedIn(node, "alice");
                assertThat(signedBy(TestClient.SHOP.tokens(node, alice)))
                        .isEqualTo(published(server).getLast());
            }
        }
    }

    @Test
    @DisplayName(
            "A key that leaked is deleted by hand: within a minute it is not published, and the next one signs at once")
    void a_key_that_leaked_can_be_taken_away() throws ParseException {
        String leaked = onlyKey();
        server.jdbc().sql("delete from signing_key").update();

        server.bean(SigningKeyCache.class).renew();

        TestBrowser alice = TestBrowser.signedIn(server, "alice");
        assertThat(onlyKey()).isNotEqualTo(leaked).isEqualTo(signedBy(TestClient.SHOP.tokens(server, alice)));
    }

    private void renewAfter(Duration age) {
        server.clock().setAheadBy(age);
        server.bean(SigningKeyCache.class).renew();
    }

    private String onlyKey() throws ParseException {
        List<String> published = published(server);
        assertThat(published).hasSize(1);
        return published.getFirst();
    }

    private static List<String> published(RunningServer node) throws ParseException {
        return JWKSet.parse(new TestBrowser(node).get("/oauth2/jwks").body()).getKeys().stream()
                .map(JWK::getKeyID)
                .toList();
    }

    private static String signedBy(Tokens tokens) throws ParseException {
        return SignedJWT.parse(tokens.id()).getHeader().getKeyID();
    }
}
