package org.exeunt.idp.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/** Whose certificates relying parties may show. */
class TrustedAuthoritiesTests {

    @Test
    @DisplayName("with an SSL bundle the authorities of the platform are trusted as before")
    void the_platforms_authorities_stay_trusted() throws GeneralSecurityException {
        SslBundle empty = SslBundle.of(SslStoreBundle.of(null, null, null));

        var trusted = authorities(
                TrustedAuthorities.withThoseOfThePlatform(empty).getStores().getTrustStore());

        assertThat(trusted).hasSizeGreaterThan(50).containsExactlyInAnyOrderElementsOf(authorities(null));
    }

    private static List<X509Certificate> authorities(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .map(X509TrustManager.class::cast)
                .flatMap(trust -> Arrays.stream(trust.getAcceptedIssuers()))
                .toList();
    }
}
