package org.exeunt.idp.session;

import java.util.Optional;

/**
 * The browser of a sign-in, as far as it is stored: no address and no header, only values derived from them.
 *
 * @param browser its name, {@code Firefox} for example; empty if it is not recognised
 * @param system its operating system, {@code Linux} for example; empty if it is not recognised
 * @param hash of the secret in the cookie by which this browser is recognised
 * @param addressHash of the network address, by {@link DeviceHashes}
 * @param fingerprintHash of the browser's header fields, by {@link DeviceHashes}
 * @param isNew whether no sign-in of this user with this browser is known
 */
public record Device(
        Optional<String> browser,
        Optional<String> system,
        String hash,
        String addressHash,
        String fingerprintHash,
        boolean isNew) {}
