package org.exeunt.idp.keys;

import java.security.Provider;
import java.util.Optional;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * A cryptography provider that makes RSA signatures in a third of the Java platform's time: a logout with many apps
 * mostly makes signatures. It is used for nothing else, and absent where its native library cannot be loaded.
 */
final class NativeRsaProvider {

    private static final Logger log = LoggerFactory.getLogger(NativeRsaProvider.class);

    private static final String PROVIDER = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private final SingletonSupplier<Optional<Provider>> provider = SingletonSupplier.of(NativeRsaProvider::find);

    /** Loads the provider at the first call; concurrent callers wait for it. */
    Optional<Provider> provider() {
        return provider.obtain();
    }

    /** The provider; empty if it is not on the class path, or does not support this platform. */
    static Optional<Provider> find() {
        Optional<Provider> usable =
                ServiceLoader.load(Provider.class, NativeRsaProvider.class.getClassLoader()).stream()
                        .filter(provider -> provider.type().getName().equals(PROVIDER))
                        .map(ServiceLoader.Provider::get)
                        // Without its native library it offers no services.
                        .filter(provider -> provider.getService("Signature", SigningJwtEncoder.ALGORITHM) != null)
                        .findFirst();
        log.info(
                "signatures are made by {}",
                usable.map(Provider::getInfo)
                        .orElse("the Java platform: the native library is not there or cannot be loaded"));
        return usable;
    }
}
