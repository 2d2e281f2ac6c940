package org.exeunt.idp.account;

import org.jspecify.annotations.Nullable;

/**
 * A password of the configuration, as it is stored.
 *
 * @param hash with the name of its algorithm, {@code {bcrypt}…}
 * @param mac the keyed hash by which an unchanged password is recognised; {@code null} if there is none
 */
public record ConfiguredPassword(
        Subject subject, String hash, @Nullable String mac) {

    /** Hashes must not reach a log. */
    @Override
    public String toString() {
        return "configured password of " + subject.value();
    }
}
