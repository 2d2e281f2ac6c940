package org.exeunt.idp.notification;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/** Whose certificates relying parties may show: those that the Java platform trusts, and those of an SSL bundle. */
final class TrustedAuthorities {

    private TrustedAuthorities() {}

    /**
     * The bundle with a trust store that has the platform's authorities as well: an authority of our own comes in addition, or
     * no other app could be told any more.
     */
    static SslBundle withThoseOfThePlatform(SslBundle bundle) {
        var stores = bundle.getStores();
        return SslBundle.of(
                SslStoreBundle.of(stores.getKeyStore(), stores.getKeyStorePassword(), together(stores.getTrustStore())),
                bundle.getKey(),
                bundle.getOptions(),
                bundle.getProtocol());
    }

    private static KeyStore together(@Nullable KeyStore ours) {
        try {
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            for (X509Certificate authority : ofThePlatform()) {
                all.setCertificateEntry("platform-" + all.size(), authority);
            }
            if (ours != null) {
                for (String alias : Collections.list(ours.aliases())) {
                    all.setCertificateEntry("ours-" + alias, ours.getCertificate(alias));
                }
            }
            return all;
        } catch (GeneralSecurityException | IOException unusable) {
            throw new IllegalStateException("exeunt.notifications.ssl-bundle has an unusable trust store", unusable);
        }
    }

    private static Iterable<X509Certificate> ofThePlatform() throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .flatMap(trust -> Arrays.stream(trust.getAcceptedIssuers()))
                .toList();
    }
}
