package org.exeunt.demo.backchannel;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the identity provider. An unknown {@code kid} whose look-up exceeds the rate limit selects no key, as after a look-up
 * that did not find it, so that the token is invalid. Without any valid key in the cache the exception stays: then nothing can be
 * verified.
 */
final class RateLimitedKeys implements JWKSource<SecurityContext> {

    private static final JWKSelector ANY = new JWKSelector(new JWKMatcher.Builder().build());

    private final JWKSource<SecurityContext> cache;

    /** @param cache throws {@link RateLimitReachedException} where a look-up would exceed the limit */
    RateLimitedKeys(JWKSource<SecurityContext> cache) {
        this.cache = cache;
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        try {
            return cache.get(selector, context);
        } catch (RateLimitReachedException limited) {
            if (cache.get(ANY, context).isEmpty()) {
                throw limited;
            }
            return List.of();
        }
    }
}
