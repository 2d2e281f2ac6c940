package org.exeunt.idp.session;

import java.util.Optional;

/**
 * The browser that somebody signs in with, as far as we keep it: no address and no header, only what was made from them.
 *
 * @param browser its name, {@code Firefox} for example; empty if we do not recognise it
 * @param system what it runs on, {@code Linux} for example; empty if we do not recognise it
 * @param hash of the secret by which this browser is known again
 * @param addressHash of the network address, by {@link DeviceHashes}
 * @param fingerprintHash of what the browser says of itself, by {@link DeviceHashes}
 * @param isNew whether this person never signed in with this browser before, as far as we remember
 */
public record Device(
        Optional<String> browser,
        Optional<String> system,
        String hash,
        String addressHash,
        String fingerprintHash,
        boolean isNew) {}
