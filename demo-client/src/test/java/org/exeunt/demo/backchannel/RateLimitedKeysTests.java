package org.exeunt.demo.backchannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import org.exeunt.demo.StubServer;
import org.exeunt.demo.TestDemo;
import org.junit.jupiter.api.Test;

class RateLimitedKeysTests {

    private final StubServer server = TestDemo.server();
    private final RateLimitedKeys keys = new RateLimitedKeys(JWKSourceBuilder.<SecurityContext>create(
                    URI.create(server.url() + "/oauth2/jwks").toURL())
            .rateLimited(Duration.ofMinutes(1).toMillis())
            .build());

    RateLimitedKeysTests() throws MalformedURLException {}

    @Test
    void an_unknown_kid_selects_no_key_also_beyond_the_rate_limit() throws KeySourceException {
        for (int times = 0; times < 4; times++) {
            assertThat(keys.get(kid("unknown"), null)).isEmpty();
        }
        assertThat(keys.get(kid("stub"), null)).hasSize(1);
        assertThat(server.count("GET /oauth2/jwks")).isLessThanOrEqualTo(2);
    }

    @Test
    void without_any_key_the_rate_limit_is_an_error_and_not_an_unknown_kid() {
        server.failing();

        for (int times = 0; times < 2; times++) {
            assertThatThrownBy(() -> keys.get(kid("stub"), null)).isInstanceOf(KeySourceException.class);
        }
        assertThatThrownBy(() -> keys.get(kid("stub"), null)).isInstanceOf(RateLimitReachedException.class);
    }

    private static JWKSelector kid(String id) {
        return new JWKSelector(new JWKMatcher.Builder().keyID(id).build());
    }
}
